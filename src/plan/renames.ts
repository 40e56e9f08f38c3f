import { isMap, type Json, type KubeObject } from '#kube'
import { comparable } from './normalize.ts'

/**
 * Objects that come and are like one of their kind that goes: pairs whose lines differ in less than `fraction` of all their
 * lines, the most alike first. Each stands in one pair at most.
 */
export function findRenames(
  gone: readonly KubeObject[],
  come: readonly KubeObject[],
  fraction: number,
): ReadonlyMap<KubeObject, KubeObject> {
  if (fraction <= 0) return new Map()
  const lines = new Map([...gone, ...come].map((object) => [object, linesOf(object)]))
  const rows = come.flatMap((next) =>
    gone
      .filter(({ apiVersion, kind }) => kind === next.kind && groupOf(apiVersion) === groupOf(next.apiVersion))
      .map((old) => ({ next, old, distance: distance(lines.get(old), lines.get(next)) })),
  )
  const pairs = new Map<KubeObject, KubeObject>()
  const taken = new Set<KubeObject>()
  for (const { next, old, distance: found } of rows.toSorted((a, b) => a.distance - b.distance)) {
    if (found >= fraction || pairs.has(next) || taken.has(old)) continue
    pairs.set(next, old)
    taken.add(old)
  }
  return pairs
}

function groupOf(apiVersion: string): string {
  return apiVersion.split('/').slice(0, -1).join('/')
}

function distance(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): number {
  const changed = one.symmetricDifference(other).size
  const all = one.union(other).size
  return all === 0 ? 0 : changed / all
}

/** Levels that are looked into. */
const MAX_DEPTH = 100

/** Every scalar with its path; names, of which it is known that they differ, left out. */
function linesOf(object: KubeObject): ReadonlySet<string> {
  const { name: _, namespace: __, ...metadata } = comparable(object).metadata
  const found = new Set<string>()
  collect({ ...comparable(object), metadata } as Json, '', found)
  return found
}

function collect(value: Json, path: string, found: Set<string>, depth = 0): void {
  if (depth < MAX_DEPTH && Array.isArray(value)) for (const item of value) collect(item, `${path}/-`, found, depth + 1)
  else if (depth < MAX_DEPTH && isMap(value))
    for (const key of Object.keys(value)) collect(value[key] as Json, `${path}/${key}`, found, depth + 1)
  else found.add(`${path} ${JSON.stringify(value)}`)
}
