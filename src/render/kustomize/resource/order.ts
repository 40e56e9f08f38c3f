import { KustomizeError, within } from '../error.ts'
import type { LegacySortOptions, SortOptions } from '../file/types.ts'
import { type Gvk, gvkText } from './gvk.ts'
import type { ResourceId } from './id.ts'
import { FIRST_KINDS, LAST_KINDS } from './kind-order.ts'
import type { ResourceList } from './list.ts'

/** Sorts the resources as `sortOptions` say: `legacy` by kind, `fifo` not at all. Changes the list. Throws `bad-config`. */
export function sortResources(resources: ResourceList, options: SortOptions): void {
  checkOptions(options)
  if (options.order !== 'legacy') return
  const ranks = ranksOf(options.legacySortOptions ?? { orderFirst: FIRST_KINDS, orderLast: LAST_KINDS })
  const rows = resources.resources.map((resource) => ({ resource, key: keyOf(resource.id, ranks) }))
  rows.sort((a, b) => compareKeys(a.key, b.key))
  resources.replaceAll([])
  within('SortOrderTransformer: Failed to append to resources', () =>
    resources.appendAll(rows.map(({ resource }) => resource)),
  )
}

function checkOptions({ order = '', legacySortOptions }: SortOptions): void {
  if (order !== 'fifo' && order !== 'legacy') {
    throw badConfig("the field 'sortOptions.order' must be one of [fifo, legacy]")
  }
  if (order === 'fifo' && legacySortOptions !== undefined) {
    const text = `is set but the selected sort order is '${order}', not 'legacy'`
    throw badConfig(`the field 'sortOptions.legacySortOptions' ${text}`)
  }
}

function badConfig(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message })
}

type Ranks = ReadonlyMap<string, number>

function ranksOf({ orderFirst = [], orderLast = [] }: LegacySortOptions): Ranks {
  return new Map([
    ...orderFirst.map((kind, at) => [kind, at - orderFirst.length] as const),
    ...orderLast.map((kind, at) => [kind, at + 1] as const),
  ])
}

interface SortKey {
  readonly rank: number
  readonly gvk: Gvk
  readonly kindText: string
  readonly idText: string
}

function keyOf({ gvk, name, namespace }: ResourceId, ranks: Ranks): SortKey {
  return {
    rank: ranks.get(gvk.kind) ?? 0,
    gvk,
    kindText: `${gvk.group || '~G'}_${gvk.version || '~V'}_${gvk.kind || '~K'}`,
    idText: `${gvkText(gvk)}|${namespace || '~X'}|${name || '~N'}`,
  }
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  if (a.kindText === b.kindText) return compareTexts(a.idText, b.idText)
  const order = compareTexts(a.kindText, b.kindText)
  return isNamespace(a.gvk) && isNamespace(b.gvk) && (a.gvk.group === '' || b.gvk.group === '') ? -order : order
}

function isNamespace(gvk: Gvk): boolean {
  return gvk.kind === 'Namespace'
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
