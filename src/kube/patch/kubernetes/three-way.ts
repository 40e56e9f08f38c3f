import { PatchError } from '../error.ts'
import { copyOf, type JsonObject } from '../json.ts'
import { checkNesting } from '../limit.ts'
import type { MergeSchema } from '../schema/schema.ts'
import { patchesConflict } from './conflict.ts'
import { diffMaps } from './diff.ts'
import type { Diff } from './diffing.ts'
import { mergePatches } from './merge.ts'

/** The three states that a release upgrade knows. */
export interface ThreeWay {
  /** What was applied last time. */
  readonly original: JsonObject
  /** What is to be applied now. */
  readonly modified: JsonObject
  /** What the cluster has. */
  readonly current: JsonObject
}

export interface ThreeWayOptions {
  /** Throw `conflict` where the cluster's object was changed otherwise than the patch would; off unless asked for. */
  readonly failsOnConflict?: boolean
}

const DIFF: Diff = {
  withChanges: true,
  withDeletions: true,
  withOrder: true,
  retainsKeys: false,
  depth: 0,
  diffMaps,
}

/** The strategic merge patch that turns one object into another. Throws `PatchError`. */
export function createTwoWayPatch(
  original: JsonObject,
  modified: JsonObject,
  schema: MergeSchema | undefined,
): JsonObject {
  for (const state of [original, modified]) checkNesting(state)
  return diffMaps(copyOf(original), copyOf(modified), schema, DIFF)
}

/**
 * The strategic merge patch that brings the cluster's object to `modified`: what was deleted since `original`, and what
 * differs from `current`; fields that only the cluster has stay. No argument is changed. Throws `PatchError`.
 */
export function createThreeWayPatch(
  states: ThreeWay,
  schema: MergeSchema | undefined,
  options: ThreeWayOptions = {},
): JsonObject {
  for (const state of [states.original, states.modified, states.current]) checkNesting(state)
  const original = copyOf(states.original)
  const modified = copyOf(states.modified)
  const current = copyOf(states.current)
  const delta = diffMaps(current, modified, schema, { ...DIFF, withDeletions: false })
  const deletions = diffMaps(original, modified, schema, { ...DIFF, withChanges: false })
  const patch = mergePatches(copyOf(deletions), copyOf(delta), schema)
  if (options.failsOnConflict) {
    const changed = diffMaps(original, current, schema, { ...DIFF, withOrder: false })
    if (patchesConflict(patch, changed, schema)) throw conflict(patch, changed)
  }
  return patch
}

function conflict(patch: JsonObject, changed: JsonObject): PatchError {
  const text = `patch:\n${JSON.stringify(patch)}\nconflicts with changes made from original to current:\n${JSON.stringify(changed)}\n`
  return new PatchError('conflict', text)
}
