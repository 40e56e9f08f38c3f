import { inside } from '../error.ts'
import { fieldOf, isBoxed, isMap, isNull, type Json, type JsonObject, setField, textOf } from '../json.ts'
import { checkDepth } from '../limit.ts'
import { fieldSchema, type MergeSchema } from '../schema/schema.ts'
import { takeKnownMapDirective, takeMapDirective } from './directive.ts'
import { mergeList } from './list.ts'
import type { KustomizeMerge, Walk } from './walk.ts'
import { commonKind } from './wrong-kind.ts'

/**
 * A target (mutated) with a strategic merge patch applied (mutated, and shared with the result) as kustomize does it;
 * undefined where the patch deletes it. Throws `PatchError`. Source: kyaml/yaml/merge2 and kyaml/yaml/walk.
 */
export function mergeAsKustomize(target: Json | undefined, patch: Json, merge: KustomizeMerge): Json | undefined {
  return mergeValue(target, patch, undefined, { ...merge, depth: 0, merge: mergeValue })
}

function mergeValue(
  target: Json | undefined,
  patch: Json | undefined,
  known: MergeSchema | undefined,
  walk: Walk,
): Json | undefined {
  const schema =
    writtenSchema(target, patch, walk) ?? known ?? embeddedSchema(target, walk) ?? embeddedSchema(patch, walk)
  checkDepth(++walk.depth)
  const merged = mergeKind(target, patch, schema, walk)
  walk.depth--
  return merged
}

function writtenSchema(target: Json | undefined, patch: Json | undefined, walk: Walk): MergeSchema | undefined {
  return walk.written && (walk.written.of(target) ?? walk.written.of(patch))
}

/** The schema of an object that says its kind, such as a manifest inside a custom resource. */
function embeddedSchema(value: Json | undefined, walk: Walk): MergeSchema | undefined {
  if (!isMap(value)) return undefined
  const apiVersion = fieldOf(value, 'apiVersion')
  const kind = fieldOf(value, 'kind')
  return apiVersion === undefined || kind === undefined ? undefined : walk.schemas(textOf(apiVersion), textOf(kind))
}

function mergeKind(
  target: Json | undefined,
  patch: Json | undefined,
  schema: MergeSchema | undefined,
  walk: Walk,
): Json | undefined {
  const kind = commonKind(target, patch)
  if (kind === 'map') return mergeMap(target, patch, schema, walk)
  if (kind === 'list' && schema?.mergeKeys !== undefined) return mergeList(target, patch, schema, walk)
  return patch === undefined ? target : patch
}

function mergeMap(
  target: Json | undefined,
  patch: Json | undefined,
  schema: MergeSchema | undefined,
  walk: Walk,
): Json | undefined {
  const merged = mapToKeep(target, patch)
  if (!isMap(merged)) return merged
  const other = isMap(patch) ? patch : undefined
  for (const key of keysOf(merged, other)) mergeField({ merged, patch: other, key }, schema, walk)
  return merged
}

/** Which of two maps goes on: a patch that is added or replaces is merged with itself, so that its directives work. */
function mapToKeep(target: Json | undefined, patch: Json | undefined): Json | undefined {
  if (target === undefined || isNull(target)) {
    if (isMap(patch)) return takeKnownMapDirective(patch) === 'delete' ? undefined : patch
    return patch === undefined && target !== undefined && textOf(target) !== '' ? target : undefined
  }
  if (patch === undefined) return target
  if (!isMap(patch)) return undefined
  const directive = takeMapDirective(patch)
  if (directive === 'delete') return undefined
  return directive === 'replace' ? patch : target
}

function keysOf(merged: JsonObject, patch: JsonObject | undefined): string[] {
  if (patch === undefined || patch === merged) return Object.keys(merged).sort()
  return [...new Set([...Object.keys(merged), ...Object.keys(patch)])].sort()
}

interface Field {
  readonly merged: JsonObject
  readonly patch: JsonObject | undefined
  readonly key: string
}

function mergeField(field: Field, parent: MergeSchema | undefined, walk: Walk): void {
  const { merged, patch, key } = field
  const old = fieldOf(merged, key)
  const change = patch === undefined ? undefined : fieldOf(patch, key)
  try {
    const value = mergeValue(old, change, schemaOfField(field, parent, walk), walk)
    // A null that is there already stays; one that the patch brings never does.
    if (value === undefined || (isNull(value) && change !== undefined)) delete merged[key]
    else if (value !== old) {
      setField(merged, key, asInDocument(merged, key, value, walk))
      if (old === undefined && patch !== undefined) walk.onNewKey?.(patch, merged, key)
    }
  } catch (error) {
    throw inside(key, error)
  }
}

function schemaOfField(
  { merged, patch, key }: Field,
  parent: MergeSchema | undefined,
  { written }: Walk,
): MergeSchema | undefined {
  const own = written && (written.ofField(merged, key) ?? (patch && written.ofField(patch, key)))
  return own ?? fieldSchema(parent, key)
}

/** The text of a document stays in its quotes, so that a number or a truth value that replaces it becomes a text. */
function asInDocument(map: JsonObject, key: string, value: Json, walk: Walk): Json {
  const isPlainScalar = typeof value === 'number' || typeof value === 'boolean' || isBoxed(value)
  if (!isPlainScalar || typeof fieldOf(map, key) !== 'string') return value
  return walk.isQuoted?.(map, key) ? textOf(value) : value
}
