import { wrongKind } from '../fields/wrong-kind.ts'
import { joinPath } from '../load/path.ts'
import { loadDocuments } from '../resource/document.ts'
import { isNothing, isNull, isObject, type Json, type JsonObject, scalarText } from '../resource/json.ts'
import { withAnnotations } from './function-input.ts'

/** The objects that a function has printed, alone or in a `ResourceList`, each with a path. Throws `bad-yaml`, `bad-value`. */
export function readFunctionOutput(text: string, name: string): JsonObject[] {
  return unwrap(loadDocuments(text, name).map(({ value }) => value)).map(withPath)
}

function unwrap(documents: readonly Json[]): readonly Json[] {
  const given = documents.filter((value) => !isNothing(value))
  const [only] = given
  for (const value of given) if (!isObject(value)) throw wrongKind(value, 'MappingNode')
  if (documents.length !== 1 || !isObject(only)) return given
  const { kind, items, functionConfig } = only
  const isList = kind === 'ResourceList' || kind === 'List'
  if (!isList || (items === undefined && functionConfig === undefined)) return given
  return Array.isArray(items) ? items.filter((value) => !isNull(value)) : []
}

const PATH = 'config.kubernetes.io/path'
const INTERNAL_PATH = `internal.${PATH}`

function withPath(value: Json): JsonObject {
  if (!isObject(value)) throw wrongKind(value, 'MappingNode')
  const metadata = isObject(value['metadata']) ? value['metadata'] : undefined
  const annotations = metadata?.['annotations']
  const given = isObject(annotations) ? (annotations[INTERNAL_PATH] ?? annotations[PATH]) : undefined
  const path = given ?? defaultPath(value, metadata)
  return withAnnotations(value, { [PATH]: path, [INTERNAL_PATH]: path })
}

function defaultPath(value: JsonObject, metadata: JsonObject | undefined): string {
  const [name, namespace] = [scalarText(metadata?.['name']), scalarText(metadata?.['namespace'])]
  return joinPath(namespace, `${scalarText(value['kind']).toLowerCase()}_${name}.yaml`)
}
