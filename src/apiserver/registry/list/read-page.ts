import type { Kind } from '#kinds'
import { badRequest, expired } from '#kube'
import { StoreError } from '#store'
import { CacheEntry } from '../cache/entry.ts'
import { withRevision } from '../cache/object-text.ts'
import { type Core, cacheOf, prefixOf, storeKey } from '../core.ts'
import { freshen } from '../freshen.ts'
import { printContinue, readContinue } from './continue-token.ts'
import type { ListOptions } from './list-options.ts'
import type { Selection } from './selection.ts'
import { waitForRevision } from './wait-revision.ts'

/** What a list request finds. */
export interface ListPage {
  readonly entries: readonly CacheEntry[]
  readonly revision: number
  /** Empty at the end. */
  readonly continueText: string
  readonly remaining?: number
}

/** What is listed. */
export interface ListRequest {
  readonly kind: Kind
  readonly namespace: string
  readonly selection: Selection
  readonly options: ListOptions
}

/** Reads one page: from the cache, or for an older revision from the store's history. Throws 400, 410 and 504. */
export async function readPage(core: Core, request: ListRequest): Promise<ListPage> {
  const { kind, options, selection } = request
  const prefix = prefixOf(kind, request.namespace === '' ? (selection.namespace ?? '') : request.namespace)
  const { revision, start } = placeOf(options)
  if (revision > 0) await waitForRevision(core, revision)
  else if (core.isShared && options.resourceVersion === '') await freshen(core)
  const from = prefix + start
  const isExact = isExactRead(options, revision)
  const isCurrent = !isExact || cacheOf(core, kind).changedAt <= revision
  if (isCurrent) return fromCache(core, request, { prefix, from, at: isExact ? revision : undefined })
  return fromHistory(core, request, { prefix, from, at: revision })
}

/** From where, and as of when, keys are read. */
interface Range {
  readonly prefix: string
  readonly from: string
  readonly at: number | undefined
}

function placeOf(options: ListOptions): { readonly revision: number; readonly start: string } {
  if (options.continueText === '') return { revision: Number(options.resourceVersion), start: '' }
  const token = readContinue(options.continueText)
  if (options.resourceVersion !== '' && options.resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue')
  }
  return token
}

/** A continued list, `Exact`, and a limited list from a version are of just that revision. */
function isExactRead({ continueText, match, limit }: ListOptions, revision: number): boolean {
  if (revision <= 0) return false
  return continueText !== '' || match === 'Exact' || (match === '' && limit > 0)
}

function fromCache(core: Core, request: ListRequest, { prefix, from, at }: Range): ListPage {
  const cache = cacheOf(core, request.kind)
  const { selection, options } = request
  const revision = at ?? core.cache.revision
  if (selection.name !== undefined && prefix.endsWith('/') !== (request.kind.scope === 'Cluster')) {
    const entry = cache.get(prefix + selection.name)
    const isHit = entry !== undefined && entry.key >= from && selection.matches(entry)
    return { entries: isHit ? [entry] : [], revision, continueText: '' }
  }
  if (options.limit === 0 && from === prefix) {
    const all = cache.list(prefix)
    return { entries: selection.isEverything ? all : all.filter(selection.matches), revision, continueText: '' }
  }
  const entries = takeUpTo(cache.range(prefix, from), request)
  return paged(entries, { prefix, revision }, request, () => countFrom(cache.range(prefix, from)))
}

/** One entry more than asked for, to know whether there are more. */
function takeUpTo(range: Iterable<CacheEntry>, { selection, options }: ListRequest): CacheEntry[] {
  const entries: CacheEntry[] = []
  for (const entry of range) {
    if (!selection.matches(entry)) continue
    entries.push(entry)
    if (options.limit > 0 && entries.length > options.limit) break
  }
  return entries
}

function paged(
  entries: CacheEntry[],
  { prefix, revision }: { readonly prefix: string; readonly revision: number },
  { selection, options }: ListRequest,
  count: () => number,
): ListPage {
  const { limit } = options
  if (limit === 0 || entries.length <= limit) return { entries, revision, continueText: '' }
  const page = entries.slice(0, limit)
  const last = page.at(-1)?.key ?? ''
  const continueText = printContinue({ revision, start: `${last.slice(prefix.length)}\u0000` })
  return { entries: page, revision, continueText, ...(selection.isEverything && { remaining: count() - limit }) }
}

function countFrom(range: Iterable<CacheEntry>): number {
  let count = 0
  for (const _ of range) count++
  return count
}

async function fromHistory(
  core: Core,
  request: ListRequest,
  range: Range & { readonly at: number },
): Promise<ListPage> {
  const { prefix, from, at } = range
  try {
    const { entries, remaining } = await takeFromHistory(core, request, range)
    return paged(entries, { prefix, revision: at }, request, () => remaining)
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'compacted') throw cause
    throw tooOld(request.options, from.slice(prefix.length))
  }
}

/** Matching entries of the past until there is one more than asked for; `remaining` counts all keys from the first on. */
async function takeFromHistory(
  core: Core,
  request: ListRequest,
  { prefix, from, at }: Range & { readonly at: number },
): Promise<{ readonly entries: CacheEntry[]; readonly remaining: number }> {
  const { kind, selection, options } = request
  const root = storeKey(kind, '')
  const limit = options.limit > 0 && selection.isEverything ? options.limit + 1 : historyPage
  const entries: CacheEntry[] = []
  let next: string | undefined = root + from
  let seen = 0
  while (next !== undefined) {
    const page = await core.store.list(root + prefix, { from: next, at, limit })
    seen += page.entries.length
    const found = page.entries.map(({ key, value, revision, created }) => {
      const text = withRevision(Buffer.from(value).toString(), revision)
      return new CacheEntry(key.slice(root.length), text, revision, created)
    })
    entries.push(...takeUpTo(found, request))
    if (options.limit > 0 && entries.length > options.limit) return { entries, remaining: seen + (page.remaining ?? 0) }
    next = page.next
  }
  return { entries, remaining: seen }
}

const historyPage = 1000

function tooOld({ continueText }: ListOptions, start: string): Error {
  if (continueText === '') return expired('The resourceVersion for the provided list is too old.')
  return expired(inconsistent, printContinue({ revision: -1, start }))
}

const inconsistent =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.'
