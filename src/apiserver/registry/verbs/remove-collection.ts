import { type Finding, invalid, StatusError } from '#kube'
import type { RestAnswer, RestBody, RestCall } from '../../contract/rest.ts'
import type { CacheEntry } from '../cache/entry.ts'
import type { Core } from '../core.ts'
import { readListOptions } from '../list/list-options.ts'
import { readPage } from '../list/read-page.ts'
import { readSelection } from '../list/selection.ts'
import { type DeleteOptions, readDeleteOptions } from '../options/delete-options.ts'
import { removeObject } from '../write/remove.ts'
import { listParts } from './list.ts'
import { deleteRequest } from './remove.ts'

/** DELETE of a collection: everything that a list with the same query would give, which is also the answer. */
export async function removeCollection(core: Core, call: RestCall, body: RestBody | undefined): Promise<RestAnswer> {
  const { kind, namespace, query } = call
  const list = readListOptions(query, false)
  const selection = readSelection(core, kind, query)
  const options = readDeleteOptions(query, body)
  if (options.ignoreStoreReadError) throw notAllowed()
  const page = await readPage(core, { kind, namespace, selection, options: list })
  const parts = await listParts(core, call, page)
  await inParallel(page.entries, (entry) => removeOne(core, call, entry, options))
  return { status: 200, parts }
}

const workers = 16

async function removeOne(
  core: Core,
  call: RestCall,
  { name, namespace }: CacheEntry,
  options: DeleteOptions,
): Promise<void> {
  try {
    await removeObject(core, { ...deleteRequest(call, options, name), namespace }, options)
  } catch (cause) {
    if (!(cause instanceof StatusError) || cause.code !== 'NotFound') throw cause
  }
}

async function inParallel(entries: readonly CacheEntry[], run: (entry: CacheEntry) => Promise<void>): Promise<void> {
  let next = 0
  const work = async () => {
    for (let entry = entries[next++]; entry !== undefined; entry = entries[next++]) await run(entry)
  }
  await Promise.all(Array.from({ length: Math.min(workers, entries.length) }, work))
}

function notAllowed(): StatusError {
  const finding: Finding = {
    field: 'ignoreStoreReadErrorWithClusterBreakingPotential',
    type: 'invalid',
    value: true,
    detail: 'is not allowed with DELETECOLLECTION, try again after removing the option',
  }
  return invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [finding])
}
