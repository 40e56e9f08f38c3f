import { applyJsonPatch, type Operation, type PatchError } from '#kube'
import { formatFloat } from '#template'
import { Literal } from '#yaml'
import { KustomizeError } from '../error.ts'
import { isLiteral, isObject, type Json, type JsonObject, newObject } from '../resource/json.ts'
import { markAnnotations } from '../resource/print.ts'
import type { Resource } from '../resource/resource.ts'
import { printProblem } from '../resource/write.ts'
import { patchFailure } from './failure.ts'
import { fieldHint } from './hint.ts'
import type { PatchPlace } from './place.ts'

/**
 * Applies a JSON patch to a resource (mutates it). As in the reference the object goes through JSON on the way: numbers
 * lose their spelling, annotations become texts. Throws `KustomizeError`.
 */
export function applyOperations(resource: Resource, operations: readonly Operation[], place: PatchPlace): void {
  const problem = printProblem(resource)
  if (problem !== undefined) throw unreadable(problem, place)
  const document = withMarks(throughJson(resource.value) as JsonObject, resource)
  resource.value = withoutMarks(patched(document, operations, place), resource)
  const { annotations } = resource
  if (isObject(resource.value['metadata'])) resource.annotations = annotations
}

/** The object before the problem, which is named only where it is printed. */
const GO_OBJECT = /^map\[string\]interface \{\}(?:\(nil\): |\{.*\}: (?=json: unsupported type: ))/s

function unreadable(problem: Error, place: PatchPlace): KustomizeError {
  const message = problem.message.replace(GO_OBJECT, '')
  return new KustomizeError({ code: 'bad-yaml', message, position: place.position(), cause: problem })
}

function patched(document: JsonObject, operations: readonly Operation[], place: PatchPlace): JsonObject {
  try {
    const result = applyJsonPatch(document, operations)
    if (isObject(result as Json)) return writtenAgain(result as Json) as JsonObject
  } catch (error) {
    const hint = ({ operation }: PatchError): string | undefined => pathHint(document, operations[operation ?? -1])
    throw patchFailure(error, { place, hint })
  }
  const message = 'json: cannot unmarshal array into Go value of type map[string]interface {}'
  throw new KustomizeError({ code: 'bad-value', message, position: place.position() })
}

function pathHint(document: Json, operation: Operation | undefined): string | undefined {
  const from = operation?.['from']
  const pointer = typeof from === 'string' ? from : operation?.['path']
  if (typeof pointer !== 'string') return undefined
  if (!pointer.startsWith('/')) return 'a path starts with a slash, as in /spec/replicas'
  return fieldHint(document, pointer.slice(1).split('/').map(unescape))
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** A value as JSON has it: a scalar is what it means, not how it was written. A copy. */
function throughJson(value: Json): Json {
  if (Array.isArray(value)) return value.map(throughJson)
  if (isLiteral(value)) return typeof value.value === 'bigint' ? Number(value.value) : value.value
  if (!isObject(value)) return value
  const copy = newObject()
  for (const key of Object.keys(value)) copy[key] = throughJson(value[key] as Json)
  return copy
}

/** A value as Go writes it to YAML: numbers that it prints otherwise than JavaScript does keep that text. Mutates it. */
function writtenAgain(value: Json): Json {
  if (typeof value === 'number') return asGoNumber(value)
  if (Array.isArray(value)) for (const [at, item] of value.entries()) value[at] = writtenAgain(item)
  else if (isObject(value)) for (const key of Object.keys(value)) value[key] = writtenAgain(value[key] as Json)
  return value
}

function asGoNumber(value: number): Json {
  const text = formatFloat(value, 'g')
  return text === String(value) ? value : new Literal(text, value)
}

/** The marks of a resource stand in its annotations while its operations run. */
function withMarks(document: JsonObject, resource: Resource): JsonObject {
  const marks = markAnnotations(resource)
  if (marks.size === 0) return document
  const metadata = childOf(document, 'metadata')
  const annotations = childOf(metadata, 'annotations')
  for (const [key, text] of marks) annotations[key] = text
  return document
}

function childOf(map: JsonObject, key: string): JsonObject {
  const child = map[key]
  if (isObject(child)) return child
  const created = newObject()
  map[key] = created
  return created
}

function withoutMarks(document: JsonObject, resource: Resource): JsonObject {
  const { metadata } = document
  const annotations = isObject(metadata) ? metadata['annotations'] : undefined
  if (isObject(annotations)) for (const key of markAnnotations(resource).keys()) delete annotations[key]
  return document
}
