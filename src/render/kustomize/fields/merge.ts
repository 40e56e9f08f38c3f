import { KustomizeError } from '../error.ts'
import type { FieldSpec } from '../file/types.ts'
import { type GvkSelector, isSelectedGvk } from '../resource/gvk.ts'
import type { NameReference } from './name-references.ts'

/**
 * Two tables of fields as one: what is new goes to the end. A field is there already when its path is and the new
 * selector selects the old one; the same list comes back when nothing is new. Throws `bad-config` where both are there
 * but only one of them is made when missing.
 */
export function mergeFieldSpecs(present: readonly FieldSpec[], incoming: readonly FieldSpec[]): readonly FieldSpec[] {
  const added: FieldSpec[] = []
  const byPath = indexByPath(present)
  for (const spec of incoming) {
    const path = spec.path ?? ''
    const known = byPath.get(path)
    const same = known?.find((other) => isSelectedGvk(other, spec))
    if (same !== undefined) {
      if ((same.create ?? false) !== (spec.create ?? false)) throw conflict()
      continue
    }
    added.push(spec)
    if (known === undefined) byPath.set(path, [spec])
    else known.push(spec)
  }
  return added.length === 0 ? present : [...present, ...added]
}

/** Two tables of name references as one. Throws `bad-config`. */
export function mergeNameReferences(
  present: readonly NameReference[],
  incoming: readonly NameReference[],
): readonly NameReference[] {
  let merged = present
  for (const reference of incoming) merged = mergeNameReference(merged, reference)
  return merged
}

function mergeNameReference(present: readonly NameReference[], reference: NameReference): readonly NameReference[] {
  if (!present.some((other) => hasSameGvk(other, reference))) return [...present, reference]
  let isChanged = false
  const merged = present.map((other) => {
    if (!hasSameGvk(other, reference)) return other
    const old = other.fieldSpecs ?? []
    const fieldSpecs = mergeFieldSpecs(old, reference.fieldSpecs ?? [])
    if (fieldSpecs === old) return other
    isChanged = true
    return { ...other, fieldSpecs }
  })
  return isChanged ? merged : present
}

function hasSameGvk(a: GvkSelector, b: GvkSelector): boolean {
  return (
    (a.group ?? '') === (b.group ?? '') && (a.version ?? '') === (b.version ?? '') && (a.kind ?? '') === (b.kind ?? '')
  )
}

function indexByPath(specs: readonly FieldSpec[]): Map<string, FieldSpec[]> {
  const byPath = new Map<string, FieldSpec[]>()
  for (const spec of specs) {
    const path = spec.path ?? ''
    const known = byPath.get(path)
    if (known === undefined) byPath.set(path, [spec])
    else known.push(spec)
  }
  return byPath
}

function conflict(): KustomizeError {
  const hint = 'two fields of the same kind and path must agree in create'
  return new KustomizeError({ code: 'bad-config', message: 'conflicting fieldspecs', hint })
}
