import type { FieldSpec } from '../file/types.ts'
import { type Gvk, isSelectedGvk } from '../resource/gvk.ts'
import { type PathPart, parsePath } from './path.ts'

/** A field ready to be looked for: its path in parts, and whether it is made where it is missing. */
export interface Field {
  readonly spec: FieldSpec
  readonly parts: readonly PathPart[]
  readonly create: boolean
}

/** A table of fields that knows which of them are for a kind. */
export interface FieldList {
  readonly fields: readonly Field[]
  /** The fields for objects of this kind, in the table's order. */
  of(gvk: Gvk): readonly Field[]
}

const lists = new WeakMap<readonly FieldSpec[], FieldList>()

/** A table with its paths parsed: once for each table, however often it is asked for. Throws `limit`. */
export function fieldList(specs: readonly FieldSpec[]): FieldList {
  let list = lists.get(specs)
  if (list === undefined) {
    list = makeList(specs.map(fieldOf))
    lists.set(specs, list)
  }
  return list
}

/** One field with its path parsed. Throws `limit`. */
export function fieldOf(spec: FieldSpec): Field {
  return { spec, parts: parsePath(spec.path ?? ''), create: spec.create ?? false }
}

function makeList(fields: readonly Field[]): FieldList {
  const byKind = new Map<Gvk, readonly Field[]>()
  return {
    fields,
    of(gvk) {
      let found = byKind.get(gvk)
      if (found === undefined) {
        found = fields.filter(({ spec }) => isSelectedGvk(gvk, spec))
        byKind.set(gvk, found)
      }
      return found
    },
  }
}
