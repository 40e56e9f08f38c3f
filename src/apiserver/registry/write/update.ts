import type { Kind } from '#kinds'
import { conflict, copyOf, invalid, type KubeObject, notFound, StatusError } from '#kube'
import { StoreError } from '#store'
import type { CacheEntry } from '../cache/entry.ts'
import { plainText } from '../cache/object-text.ts'
import { type Core, cacheOf, keyOf, metaNumber, metaText, metaTexts, resourceOf } from '../core.ts'
import { currentEntry, freshen } from '../freshen.ts'
import { dropDuplicateOwners } from '../metadata/owner-references.ts'
import { type Admitted, mutate, validate } from './admit.ts'
import { beginHooks } from './begin-hooks.ts'
import { checkChange } from './check.ts'
import { createAdmitted } from './create.ts'
import { authorizeCreate } from './may-create.ts'
import { prepareChange } from './prepare-change.ts'
import { catchUp, isConflict, isTooLarge, put, take } from './put.ts'
import { isHeld, isNamespace } from './remove-namespace.ts'
import { keepOldTimes, sameObject } from './same-object.ts'
import { copyAt, textAt } from './version.ts'
import type { View } from './view.ts'
import type { Kept, WriteRequest, Written } from './write-request.ts'

/** How an update comes to its new object. */
export interface Change {
  /**
   * The new object from the present one, which it may change; nothing is present where an update creates. `live` is the
   * same object, to be left as it is.
   */
  make(present: KubeObject | undefined, live: KubeObject | undefined): KubeObject | Promise<KubeObject>
  /** Identity that the stored object must have: what the body says. */
  readonly uid?: string
  /** Set where `make` leaves the present object as it is. */
  readonly replaces?: boolean
  /** An apply creates what is not there, whatever the kind says. */
  readonly createsMissing?: boolean
  /** Set where `make` gives the body of a subresource of another kind; it is called with the object. */
  readonly view?: View
}

/** Changes an object, again when somebody else was faster. Throws what the API refuses. */
export async function updateObject(core: Core, write: WriteRequest, change: Change): Promise<Written> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(core, write, change)
    } catch (cause) {
      if (!isConflict(cause)) throw cause
      if (tries === maxTries) throw conflict(resourceOf(write.kind), write.name)
      await catchUp(core, cause)
    }
  }
}

const maxTries = 50

async function attempt(core: Core, write: WriteRequest, change: Change): Promise<Written> {
  const { kind } = write
  const entry = await currentEntry(core, kind, keyOf(kind, write.namespace, write.name))
  if (entry === undefined) return createMissing(core, write, change)
  const old = await copyAt(core, kind, entry)
  if (change.uid !== undefined && change.uid !== '' && change.uid !== metaText(old, 'uid'))
    throw otherUid(write, change.uid, old)
  const present = change.replaces === true ? old : await copyAt(core, kind, entry)
  const made = await change.make(present, old)
  const object = await admitted(core, write, change, { made, old })
  await checkRevision(core, write, object, entry)
  return finish(core, write, { object, old, entry, view: change.view })
}

/** The object behind mutating admission, which sees the body of the subresource where that is of another kind. */
async function admitted(
  core: Core,
  write: WriteRequest,
  { view }: Change,
  { made, old }: { readonly made: KubeObject; readonly old: KubeObject },
): Promise<KubeObject> {
  if (view === undefined) {
    const object = (await mutate(core, write, { operation: 'UPDATE', object: made, oldObject: old })) ?? made
    dropDuplicateOwners(object, 'after-admission', write.warn)
    return object
  }
  const oldObject = view.of(old)
  const body = (await mutate(core, write, { operation: 'UPDATE', object: made, oldObject, gvk: view.gvk })) ?? made
  return view.into(copyOf(old), body)
}

/** One update behind mutating admission. */
interface Pending {
  readonly object: KubeObject
  readonly old: KubeObject
  readonly entry: CacheEntry
  readonly view?: View | undefined
}

async function finish(core: Core, write: WriteRequest, pending: Pending): Promise<Written> {
  const { kind } = write
  const { old, entry } = pending
  const hooked = { kind, object: pending.object, old, dryRun: write.dryRun, subresource: write.subresource }
  const outcome = await beginHooks(core, hooked)
  try {
    const object = prepareChange(core, write, pending.object, old)
    if (!write.isInternal) checkChange(core, write, object, old)
    keepOldTimes(object, old)
    await validate(core, write, validated(object, old, pending.view))
    const kept = await store(core, write, { object, old, entry })
    await outcome.commit()
    return { ...kept, isCreated: false }
  } catch (cause) {
    await outcome.rollback()
    throw cause
  }
}

function validated(object: KubeObject, oldObject: KubeObject, view: View | undefined): Admitted {
  if (view === undefined) return { operation: 'UPDATE', object, oldObject }
  return { operation: 'UPDATE', object: view.of(object), oldObject: view.of(oldObject), gvk: view.gvk }
}

async function store(core: Core, write: WriteRequest, { object, old, entry }: Pending): Promise<Kept> {
  const { kind } = write
  if (isLastOfDeletion(kind, object, old)) return { text: await removeLast(core, write, { object, old, entry }) }
  if (sameObject(object, old)) return { text: await textAt(core, kind, entry) }
  if (write.dryRun) return { text: plainText(object) }
  try {
    return await put(core, kind, entry.key, { object, expect: entry.revision })
  } catch (cause) {
    if (!isTooLarge(cause) || object.metadata['managedFields'] === undefined) throw cause
    delete object.metadata['managedFields']
    return put(core, kind, entry.key, { object, expect: entry.revision })
  }
}

/** True when the update takes the last finalizer of an object that only waited for it. */
function isLastOfDeletion(kind: Kind, object: KubeObject, old: KubeObject): boolean {
  if (isNamespace(kind) && isHeld(object)) return false
  if (metaTexts(object, 'finalizers').length > 0 || old.metadata['deletionTimestamp'] === undefined) return false
  return (metaNumber(old, 'deletionGracePeriodSeconds') ?? 0) === 0
}

async function removeLast(core: Core, write: WriteRequest, { object, entry }: Pending): Promise<string> {
  if (!write.dryRun) {
    await take(core, write.kind, entry.key, entry.revision)
    for (const hook of core.hooks) {
      const { group, resource } = write.kind.storage
      if (hook.group === group && hook.resource === resource) await hook.afterDelete?.(object)
    }
  }
  return plainText(object)
}

async function createMissing(core: Core, write: WriteRequest, change: Change): Promise<Written> {
  const { kind, name } = write
  const creates = kind.strategy.createsOnUpdate === true && write.subresource === ''
  if (!creates && change.createsMissing !== true) throw notFound(resourceOf(kind), name)
  const made = await change.make(undefined, undefined)
  const uid = metaText(made, 'uid')
  if (uid !== '') {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`
    throw conflict(resourceOf(kind), name, why)
  }
  const options = { ...write.options, kind: 'CreateOptions' }
  const creating = { ...write, options }
  const object = (await mutate(core, creating, { operation: 'CREATE', object: made })) ?? made
  delete object.metadata['resourceVersion']
  dropDuplicateOwners(object, 'after-admission', write.warn)
  await authorizeCreate(core, write)
  try {
    return await createAdmitted(core, creating, object)
  } catch (cause) {
    if (!(cause instanceof StatusError) || cause.code !== 'AlreadyExists') throw cause
    // Somebody else was faster: what is there now is changed.
    await freshen(core)
    if ((await currentEntry(core, kind, keyOf(kind, write.namespace, name))) === undefined) throw cause
    return attempt(core, write, change)
  }
}

async function checkRevision(core: Core, write: WriteRequest, object: KubeObject, entry: CacheEntry): Promise<void> {
  const { kind, name } = write
  const revision = metaText(object, 'resourceVersion')
  if (revision === '' || revision === '0') {
    if (kind.strategy.updatesUnconditionally === false) {
      const detail = 'must be specified for an update'
      const finding = { field: 'metadata.resourceVersion', type: 'invalid', value: 0, detail } as const
      throw invalid({ group: kind.group, kind: kind.plural }, name, [finding])
    }
    object.metadata['resourceVersion'] = String(entry.revision)
    return
  }
  if (revision === String(entry.revision)) return
  if (Number(revision) > core.cache.revision) await freshen(core)
  if (revision !== String(cacheOf(core, kind).get(entry.key)?.revision)) throw conflict(resourceOf(kind), name)
  throw new StoreError('conflict', `${entry.key} - the cache was behind`)
}

function otherUid({ kind, namespace, name }: WriteRequest, uid: string, old: KubeObject): Error {
  const place = kind.group === '' ? kind.plural : `${kind.group}/${kind.plural}`
  const key = `/registry/${place}/${keyOf(kind, namespace, name)}`
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metaText(old, 'uid')}`
  const message = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`
  return conflict(resourceOf(kind), name, message)
}
