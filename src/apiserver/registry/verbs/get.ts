import { badRequest, checkPathSegment, goQuote, notFound } from '#kube'
import type { RestAnswer, RestCall } from '../../contract/rest.ts'
import type { CacheEntry } from '../cache/entry.ts'
import { type Core, cacheOf, keyOf, resourceOf } from '../core.ts'
import { freshen } from '../freshen.ts'
import { waitForRevision } from '../list/wait-revision.ts'
import { isOfKind, textAt } from '../write/version.ts'
import { objectAnswer } from './answer.ts'

/** GET of one object. Throws 404, and 504 for a revision that has not happened. */
export async function getObject(core: Core, call: RestCall): Promise<RestAnswer> {
  const { kind, name, query } = call
  if (query.size > 0) await checkQuery(core, query)
  if (core.isShared) await freshen(core)
  const entry = cacheOf(core, kind).get(keyOf(kind, call.namespace, name))
  if (entry === undefined) throw missing(call)
  if (call.as === undefined && isOfKind(kind, entry)) return { status: 200, parts: [entry.text] }
  return objectAnswer(core, call, { text: await textAt(core, kind, entry) })
}

/** The entry that a call names. Throws 404. */
export function entryOf(core: Core, { kind, namespace, name }: RestCall): CacheEntry {
  const entry = cacheOf(core, kind).get(keyOf(kind, namespace, name))
  if (entry === undefined) throw notFound(resourceOf(kind), name)
  return entry
}

function missing({ kind, name }: RestCall): Error {
  checkName(name)
  return notFound(resourceOf(kind), name)
}

/** Throws 400 for a name that cannot be a step of a path. */
function checkName(name: string): void {
  const faults = checkPathSegment(name)
  if (faults.length > 0) throw badRequest(`Name parameter invalid: ${goQuote(name)}: ${faults.join(';')}`)
}

async function checkQuery(core: Core, query: URLSearchParams): Promise<void> {
  if (query.has('export')) {
    const text = query.get('export') ?? ''
    if (text !== 'false' && text !== '0') {
      throw badRequest('the export parameter, deprecated since v1.14, is no longer supported')
    }
  }
  const revision = query.get('resourceVersion') ?? ''
  if (revision === '' || revision === '0') return
  if (!/^\d+$/.test(revision)) {
    throw badRequest(`invalid resource version: strconv.ParseUint: parsing ${JSON.stringify(revision)}: invalid syntax`)
  }
  await waitForRevision(core, Number(revision))
}
