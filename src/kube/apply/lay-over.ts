import type { Json, JsonObject } from '../patch/json.ts'
import type { Schema } from '../schema/schema.ts'
import type { Atom } from './atom.ts'
import { merge } from './merge.ts'
import { rootAtom } from './root-atom.ts'
import { fieldAtom, listOf, mapOf } from './typed-value.ts'

/**
 * An object with a configuration laid over it: what the configuration says wins, nothing is taken away, and nobody comes to
 * own anything (typed.TypedValue.Merge). Parts are shared with both.
 */
export function layOver(schema: Schema, object: JsonObject, configuration: JsonObject): JsonObject {
  return (merge(rootAtom(schema), object, configuration) ?? {}) as JsonObject
}

/** Paths of a configuration that are owned whole, `.spec.args`: laying them over takes what else is there away. */
export function atomicPaths(schema: Schema, configuration: JsonObject): readonly string[] {
  return pathsIn(rootAtom(schema), configuration, '')
}

function pathsIn(atom: Atom, value: Json, path: string): readonly string[] {
  const map = atom.map && mapOf(value)
  if (atom.map !== undefined && map !== undefined) {
    const form = atom.map
    const below = Object.keys(map).flatMap((key) =>
      form.field(key) === undefined ? [] : pathsIn(fieldAtom(form, key), map[key] ?? null, `${path}.${key}`),
    )
    return form.isAtomic ? [path, ...below] : below
  }
  const list = atom.list && listOf(value)
  if (atom.list === undefined || list === undefined) return []
  const items = atom.list.items()
  const below = list.flatMap((item, at) => pathsIn(items, item, `${path}[${at}]`))
  return atom.list.isAtomic ? [path, ...below] : below
}
