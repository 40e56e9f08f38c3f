import type { GvkSelector } from '../resource/gvk.ts'
import { FIRST_KINDS, LAST_KINDS } from '../resource/kind-order.ts'

const RANKS = new Map([
  ...FIRST_KINDS.map((kind, index) => [kind, index - FIRST_KINDS.length] as const),
  ...LAST_KINDS.map((kind, index) => [kind, index + 1] as const),
])

/** A new list in the order of kinds that Kubernetes likes, then by `group_version_kind`; equal ones keep their order. */
export function sortedByGvk<T extends GvkSelector>(list: readonly T[]): T[] {
  const keyed = list.map((item) => ({ item, rank: RANKS.get(item.kind ?? '') ?? 0, key: sortKey(item) }))
  return keyed.sort((a, b) => a.rank - b.rank || compareTexts(a.key, b.key)).map(({ item }) => item)
}

function sortKey({ group, version, kind }: GvkSelector): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
