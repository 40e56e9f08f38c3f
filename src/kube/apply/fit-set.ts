import type { Atom } from './atom.ts'
import { type FieldSet, isEmpty, noFields, recursiveDifference, setOfPath, union } from './field-set.ts'

/**
 * A stored set made to fit a schema that has changed since: where a list or map is owned whole by now, so is what was
 * owned in it (typed.ReconcileFieldSetWithSchema).
 */
export function fitSet(set: FieldSet, atom: Atom): FieldSet {
  const whole: (readonly string[])[] = []
  findWhole(set, atom, { path: [], whole })
  return whole.reduce((fitted, path) => union(recursiveDifference(fitted, setOfPath(path)), setOfPath(path)), set)
}

interface Search {
  readonly path: readonly string[]
  readonly whole: (readonly string[])[]
}

function findWhole(below: FieldSet, atom: Atom, { path, whole }: Search): void {
  if (isEmpty(below)) return
  const { map, list } = atom
  if (map?.isDeduced === true) return
  const isAtomic = map !== undefined ? map.isAtomic : atom.scalar === undefined && list?.isAtomic === true
  if (isAtomic) {
    if (path.length > 0) whole.push(path)
    return
  }
  for (const element in below) {
    const inner = element === '.' ? undefined : innerAtom(atom, element)
    if (inner !== undefined) findWhole(below[element] ?? noFields, inner, { path: [...path, element], whole })
  }
}

function innerAtom({ map, list, scalar }: Atom, element: string): Atom | undefined {
  if (map !== undefined) return element.startsWith('f:') ? (map.field(element.slice(2)) ?? map.element) : undefined
  return scalar === undefined ? list?.items() : undefined
}
