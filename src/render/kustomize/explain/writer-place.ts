import type { Position } from '../../resource.ts'
import type { Resource } from '../resource/resource.ts'
import { type EntryPath, entryPosition } from '../target/entry-position.ts'
import type { Cause } from '../target/observer.ts'
import { type FieldPath, isItem } from './field-path.ts'
import { referencePlace, variablePlace } from './follow-place.ts'
import { generatorPlace } from './generator-place.ts'
import { locatePath } from './locate-path.ts'
import { inObject, patchPlace } from './patch-place.ts'
import type { Recorder, Writing } from './recorder.ts'
import type { PlacedTree, Texts } from './texts.ts'

/** What a place is looked for with. */
export interface PlaceContext {
  readonly texts: Texts
  readonly recorder: Recorder
  readonly resource: Resource
  /** What the object was before the writing; undefined where it began with that. */
  readonly before: Writing | undefined
}

/** Where the very line stands that wrote a field; the entry of the kustomization file where it cannot be told. */
export function writerPlace(writing: Writing, path: FieldPath, context: PlaceContext): Position | undefined {
  const { cause } = writing
  const find = Object.hasOwn(FINDERS, cause.kind) ? FINDERS[cause.kind] : undefined
  if (cause.plugin !== undefined) return pluginPlace(cause.plugin)
  return find?.(writing, path, context) ?? entryPlace(cause, detail(cause, path))
}

type Finder = (writing: Writing, path: FieldPath, context: PlaceContext) => Position | undefined

const FINDERS: Readonly<Record<string, Finder>> = {
  Resource: resourcePlace,
  PatchTransformer: patchPlace,
  PatchStrategicMergeTransformer: patchPlace,
  PatchJson6902Transformer: patchPlace,
  ConfigMapGenerator: generatorPlace,
  SecretGenerator: generatorPlace,
  HashTransformer: hashPlace,
  NameReferenceTransformer: referencePlace,
  RefVarTransformer: variablePlace,
}

/** Where the entry stands that a step was made of. */
export function entryPlace({ kustomization, entry }: Cause, more: EntryPath = []): Position | undefined {
  return kustomization === undefined || entry.length === 0
    ? undefined
    : entryPosition(kustomization, [...entry, ...more])
}

/** Where a place in a document of a text is in its file. */
export function positionIn(placed: PlacedTree, path: FieldPath): Position {
  const { line, column } = locatePath(placed.tree, path)
  return { file: placed.file, line: line + placed.lines, column: column + placed.columns }
}

function resourcePlace(
  { cause, place }: Writing,
  path: FieldPath,
  { resource, texts }: PlaceContext,
): Position | undefined {
  const { kustomization } = cause
  if (place === undefined || kustomization === undefined) return undefined
  const document = texts.document(place.file, place.line, kustomization)
  if (document === undefined) return { ...place, column: 1 }
  return positionIn(document, inObject(document.tree, path, resource))
}

function pluginPlace(plugin: Resource | undefined): Position | undefined {
  const place = plugin?.place
  return place && { ...place, column: 1 }
}

/** A hash is there because a generator made the object. */
function hashPlace(_writing: Writing, _path: FieldPath, context: PlaceContext): Position | undefined {
  const writings = context.recorder.writingsOf(context.resource)
  const made = writings.find(({ cause }) => cause.kind.endsWith('Generator'))
  return made === undefined ? undefined : (entryPlace(made.cause) ?? pluginPlace(made.cause.plugin))
}

/** What of an entry says most of a field. */
function detail({ kind, entry, config }: Cause, path: FieldPath): EntryPath {
  const last = path.at(-1)
  const key = last === undefined || isItem(last) ? '' : last
  if (kind === 'LabelTransformer') return entry.length > 1 ? ['pairs', key] : [key]
  if (kind === 'AnnotationsTransformer') return [key]
  if (kind === 'ReplicaCountTransformer') return ['count']
  if (kind !== 'ImageTagTransformer') return []
  const image = (config as { readonly ImageTag?: Readonly<Record<string, unknown>> }).ImageTag ?? {}
  const found = ['newTag', 'digest', 'tagSuffix', 'newName'].find((field) => image[field])
  return found === undefined ? [] : [found]
}
