import type { Kind } from '#kinds'
import { internalError, type KubeObject, StatusError, serviceUnavailable } from '#kube'
import { deleted, type Revision, StoreError } from '#store'
import { storedText, withRevision } from '../cache/object-text.ts'
import type { Encoded } from '../cache/store-cache.ts'
import { type Core, cacheOf, storeKey } from '../core.ts'
import { freshen } from '../freshen.ts'
import { stored } from './version.ts'
import type { Kept } from './write-request.ts'

/** Writes an object if its key still has the revision `expect`; gives its text at the kind's version. Throws `conflict`. */
export async function put(
  core: Core,
  kind: Kind,
  key: string,
  next: { object: KubeObject; expect: Revision },
): Promise<Kept> {
  const { object, expect } = next
  const form = await stored(kind, object)
  const text = storedText(form)
  const bytes = Buffer.from(text)
  if (bytes.length > maxValueBytes) throw tooLarge()
  const revision = await write(core, storeKey(kind, key), { bytes, text }, expect)
  if (form !== object) return { text: withRevision(storedText(object), revision) }
  const entry = cacheOf(core, kind).get(key)
  if (entry?.revision !== revision) return { text: withRevision(text, revision) }
  return { text: entry.text, object: () => entry.object }
}

/** Writes, and waits until the cache has it, which need not decode what is at hand as text. */
async function write(core: Core, key: string, value: Encoded, expect: Revision): Promise<Revision> {
  const done = core.cache.expect(key, value)
  try {
    const revision = await core.store.write(key, value.bytes, expect)
    await core.cache.reached(revision)
    return revision
  } catch (cause) {
    return rethrow(cause)
  } finally {
    done()
  }
}

/** Takes an object away if it still has the revision `expect`; gives the revision of the deletion. Throws `conflict`. */
export async function take(core: Core, kind: Kind, key: string, expect: Revision): Promise<Revision> {
  const revision = await core.store.write(storeKey(kind, key), deleted, expect).catch(rethrow)
  await core.cache.reached(revision)
  return revision
}

/** True when somebody else wrote the key first. */
export function isConflict(cause: unknown): cause is StoreError {
  return cause instanceof StoreError && cause.code === 'conflict'
}

/** Waits until the cache knows what a conflict spoke of. */
export async function catchUp(core: Core, conflict: StoreError): Promise<void> {
  const { present } = conflict
  if (present === undefined) await freshen(core)
  else await core.cache.reached(present.revision)
}

/** True for the refusal of a value that is too big to be kept: managedFields may be dropped to make it fit. */
export function isTooLarge(cause: unknown): boolean {
  return cause instanceof StatusError && cause.status.message === tooLargeMessage
}

/** What etcd takes. */
export const maxValueBytes = 1536 * 1024
const tooLargeMessage = 'etcdserver: request is too large'

/** The refusal of etcd, which kube-apiserver hands on with a 500. */
export function tooLarge(): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: tooLargeMessage,
    code: 500,
  })
}

/** Conflicts are for the caller; whatever else a store refuses is an internal error with its words. */
function rethrow(cause: unknown): never {
  if (isConflict(cause)) throw cause
  if (!(cause instanceof StoreError)) throw cause
  const isAway = cause.code === 'unavailable' || cause.code === 'closed'
  throw isAway ? serviceUnavailable(cause.message) : internalError(cause.message, cause)
}
