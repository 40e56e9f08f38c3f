import { nearestText } from '../../nearest.ts'
import type { Position } from '../../resource.ts'
import { KustomizeError } from '../error.ts'
import { isNothing, isObject, type Json } from '../resource/json.ts'
import { plainValue } from '../resource/plain.ts'
import { Resource } from '../resource/resource.ts'
import { sameJson } from '../resource/same-json.ts'
import { driveBuild, type Fetchers } from '../target/drive.ts'
import type { BuildOptions } from '../target/options.ts'
import { type FieldPath, fieldPathText, leafPaths, parseFieldPath, settle, valueAt } from './field-path.ts'
import { findQueried, queryName } from './query.ts'
import { Recorder } from './recorder.ts'
import { Texts } from './texts.ts'
import { writerName } from './writer-name.ts'
import { entryPlace, writerPlace } from './writer-place.ts'

/** One part of a kustomization that wrote a field. */
export interface FieldWriter {
  /** What it is: `resource`, `patch`, `generator`, `images`, `name reference`, … */
  readonly name: string
  /** The very line that wrote; undefined where there is none, as for a field that berth itself adds. */
  readonly position: Position | undefined
  /** The entry of a kustomization file that asked for it: `patches[0]`. */
  readonly entry: { readonly path: string; readonly position: Position } | undefined
  /** The field's value afterwards, as JSON has it; undefined where it was taken out. */
  readonly value: unknown
  readonly isWinner: boolean
}

/** Who wrote one field. */
export interface FieldExplanation {
  /** `Deployment/web`. */
  readonly resource: string
  readonly path: string
  /** As it is printed; undefined where the field was taken out. */
  readonly value: unknown
  /** The first one first. */
  readonly writers: readonly FieldWriter[]
}

/** What is explained: one field, or all fields of a resource. */
export interface Explanation {
  readonly isWhole: boolean
  readonly fields: readonly FieldExplanation[]
}

/** What to build, and what of it to explain: `KIND/NAME:PATH`, or `KIND/NAME` for all fields. */
export interface ExplainRequest {
  readonly path: string
  readonly query: string
}

/** Builds a kustomization and tells who wrote a field. Throws `KustomizeError`: `no-match` for what is not there. */
export async function explainBuild(
  { path, query }: ExplainRequest,
  options: BuildOptions,
  fetchers: Fetchers = {},
): Promise<Explanation> {
  const recorder = new Recorder()
  const built = await driveBuild(path, { ...options, observer: recorder }, fetchers)
  const deleted = deletedOf(recorder)
  const { resource, path: asked } = findQueried(query, [...built.resources, ...deleted.keys()])
  const history: History = {
    recorder,
    resource: deleted.get(resource) ?? resource,
    shown: resource,
    texts: new Texts(),
  }
  if (asked === undefined) {
    const paths = leafPaths(resource.value)
    return { isWhole: true, fields: paths.map((each) => explainField(each, history)) }
  }
  const field = settle(resource.value, parseFieldPath(asked))
  const explained = explainField(field, history)
  if (explained.writers.length === 0) throw unknownField(resource, field)
  return { isWhole: false, fields: [explained] }
}

interface History {
  readonly recorder: Recorder
  readonly resource: Resource
  /** The same as it was before a patch deleted it. */
  readonly shown: Resource
  readonly texts: Texts
}

/** Resources that a patch has taken out, by what they were before. */
function deletedOf(recorder: Recorder): Map<Resource, Resource> {
  const deleted = new Map<Resource, Resource>()
  for (const resource of recorder.resources) {
    const last = recorder.writingsOf(resource).findLast(({ value }) => !isNothing(value))
    if (!resource.isEmpty || last === undefined) continue
    const shown = new Resource(last.value, resource.place)
    shown.former = resource.former
    deleted.set(shown, resource)
  }
  return deleted
}

function explainField(path: FieldPath, history: History): FieldExplanation {
  const { resource, recorder, shown } = history
  const writings = recorder.writingsOf(resource)
  const changes = writings.flatMap((writing, at) => {
    const before = writings[at - 1]
    const isSame = sameJson(valueAt(before?.value, path), valueAt(writing.value, path))
    return isSame ? [] : [{ writing, before }]
  })
  const writers = changes.map(({ writing, before }, at) => {
    const { cause, value } = writing
    const entry = entryPlace(cause)
    return {
      name: writerName(writing, path, { ...history, before }),
      position: writerPlace(writing, path, { ...history, resource: shown, before }),
      entry: entry && { path: fieldPathText(cause.entry), position: entry },
      value: plainAt(value, path),
      isWinner: at === changes.length - 1,
    }
  })
  return {
    resource: queryName(shown),
    path: fieldPathText(path),
    value: plainAt(resource.value, path),
    writers,
  }
}

function plainAt(value: Json, path: FieldPath): unknown {
  const found = valueAt(value, path)
  return found === undefined ? undefined : plainValue(found)
}

function unknownField(resource: Resource, path: FieldPath): KustomizeError {
  const text = fieldPathText(path)
  const message = `${queryName(resource)}:${text} – nobody writes such a field – expected a path of the resource`
  return new KustomizeError({ code: 'no-match', message, hint: fieldHint(resource, path) })
}

const MAX_NAMES = 8

function fieldHint(resource: Resource, path: FieldPath): string {
  const near = nearestText(fieldPathText(path), leafPaths(resource.value).map(fieldPathText))
  if (near !== undefined) return `did you mean ${near}?`
  let depth = 0
  while (depth < path.length && !isNothing(valueAt(resource.value, path.slice(0, depth + 1)))) depth++
  const above = fieldPathText(path.slice(0, depth))
  const names = childNames(valueAt(resource.value, path.slice(0, depth)))
  const shown = names.slice(0, MAX_NAMES).join(', ') + (names.length > MAX_NAMES ? ', …' : '')
  return `${above === '' ? 'the object' : above} has ${shown || 'no fields'}`
}

function childNames(value: Json | undefined): string[] {
  if (isObject(value)) return Object.keys(value)
  if (!Array.isArray(value)) return []
  return value.map((item, index) => {
    const name = isObject(item) ? item['name'] : undefined
    return typeof name === 'string' ? `[name=${name}]` : `[${index}]`
  })
}
