import { conflict, copyOf, type KubeObject, notFound, type Status, success, timeText } from '#kube'
import type { CacheEntry } from '../cache/entry.ts'
import { plainText } from '../cache/object-text.ts'
import { type Core, cacheOf, keyOf, metaNumber, metaText, metaTexts, resourceOf } from '../core.ts'
import { currentEntry } from '../freshen.ts'
import type { DeleteOptions } from '../options/delete-options.ts'
import { mutate, validate } from './admit.ts'
import { strategyContext } from './check.ts'
import { finalizersOfDeletion } from './deletion-finalizers.ts'
import { catchUp, isConflict, put, take } from './put.ts'
import { isHeld, isNamespace, markTerminating } from './remove-namespace.ts'
import { copyAt } from './version.ts'
import type { WriteRequest } from './write-request.ts'

/** What a deletion left: the object that goes on for a while, or a Status of success. */
export interface Removed {
  readonly isGone: boolean
  /** JSON to answer with. */
  readonly text: string
}

/** Deletes an object, or marks it when it must wait (registry Store.Delete). Throws what the API refuses. */
export async function removeObject(core: Core, write: WriteRequest, options: DeleteOptions): Promise<Removed> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(core, write, options)
    } catch (cause) {
      if (!isConflict(cause)) throw cause
      if (tries === maxTries) throw conflict(resourceOf(write.kind), write.name)
      await catchUp(core, cause)
    }
  }
}

const maxTries = 50

async function attempt(core: Core, write: WriteRequest, options: DeleteOptions): Promise<Removed> {
  const { kind, name, namespace } = write
  const entry = await currentEntry(core, kind, keyOf(kind, namespace, name))
  if (entry === undefined) throw notFound(resourceOf(kind), name)
  const old = await copyAt(core, kind, entry)
  checkPreconditions(write, old, options)
  const object = copyOf(old)
  if (isNamespace(kind)) {
    const isMarked = old.metadata['deletionTimestamp'] !== undefined
    if (!isMarked) {
      await admit(core, write, old)
      markTerminating(core, object, options)
      return mark(core, write, { object, entry })
    }
    if (isHeld(old)) return { isGone: false, text: plainText(old) }
  }
  if (kind.strategy.markForCleanup !== undefined && old.metadata['deletionTimestamp'] === undefined) {
    await admit(core, write, old)
    kind.strategy.markForCleanup(object, strategyContext(core, write))
    return mark(core, write, { object, entry })
  }
  const grace = graceOf(core, write, object, options)
  if (grace === 'pending') return { isGone: false, text: answerOf(write, object) }
  await admit(core, write, old)
  const finalizers = finalizersOfDeletion(kind, object, options)
  const isChanged = finalizers !== undefined
  if (finalizers !== undefined) setFinalizers(object, finalizers)
  const mustWait = metaTexts(object, 'finalizers').length > 0
  if (grace === 'immediate') {
    if (!mustWait) return removeNow(core, write, { object: old, entry })
    const wasMarked = old.metadata['deletionTimestamp'] !== undefined
    markDeleting(core, object)
    if (wasMarked && !isChanged && metaNumber(old, 'deletionGracePeriodSeconds') === 0) {
      return { isGone: false, text: plainText(old) }
    }
    return mark(core, write, { object, entry })
  }
  const marked = await mark(core, write, { object, entry })
  return !mustWait && grace.seconds === 0 ? removeMarked(core, write, object) : marked
}

/** How long an object goes on: not at all, so many seconds more (noted on it), or as a deletion before this one said. */
type Grace = 'immediate' | 'pending' | { readonly seconds: number }

interface Going {
  readonly object: KubeObject
  readonly entry: CacheEntry
}

/** Marks the object with the time of its end where it has one (mutates; rest.BeforeDelete). */
function graceOf(core: Core, { kind }: WriteRequest, object: KubeObject, options: DeleteOptions): Grace {
  const { gracePeriodSeconds } = kind.strategy
  if (gracePeriodSeconds === undefined) return 'immediate'
  const { metadata } = object
  if (metadata['deletionTimestamp'] !== undefined) return shorterGrace(core, object, options)
  const seconds = options.gracePeriodSeconds ?? gracePeriodSeconds(object)
  const effective = effectiveGrace(kind.strategy.gracePeriodSeconds?.(object) ?? 0, seconds)
  metadata['deletionTimestamp'] = timeText(core.clock.now() + effective * 1000)
  metadata['deletionGracePeriodSeconds'] = effective
  bumpGeneration(object)
  return { seconds: effective }
}

/** A kind that says 0 for an object (a pod that runs nowhere) is removed at once, whatever the client asks. */
function effectiveGrace(ofKind: number, asked: number): number {
  return ofKind === 0 ? 0 : asked
}

function shorterGrace(core: Core, object: KubeObject, options: DeleteOptions): Grace {
  const { metadata } = object
  const present = metaNumber(object, 'deletionGracePeriodSeconds') ?? 0
  if (present === 0) return 'immediate'
  const asked = options.gracePeriodSeconds
  if (asked === undefined || asked >= present) return 'pending'
  const now = core.clock.now()
  const end = Date.parse(metaText(object, 'deletionTimestamp')) - present * 1000 + asked * 1000
  const isPast = end < now
  metadata['deletionTimestamp'] = timeText(isPast ? now : end)
  const seconds = isPast && asked !== 0 ? 1 : asked
  metadata['deletionGracePeriodSeconds'] = seconds
  return { seconds }
}

function markDeleting(core: Core, object: KubeObject): void {
  const { metadata } = object
  const end = metaText(object, 'deletionTimestamp')
  if (end === '') bumpGeneration(object)
  if (end === '' || Date.parse(end) > core.clock.now()) metadata['deletionTimestamp'] = timeText(core.clock.now())
  metadata['deletionGracePeriodSeconds'] = 0
}

function bumpGeneration(object: KubeObject): void {
  const generation = metaNumber(object, 'generation') ?? 0
  if (generation > 0) object.metadata['generation'] = generation + 1
}

function setFinalizers({ metadata }: KubeObject, finalizers: readonly string[]): void {
  if (finalizers.length === 0) delete metadata['finalizers']
  else metadata['finalizers'] = [...finalizers]
}

async function admit(core: Core, write: WriteRequest, oldObject: KubeObject): Promise<void> {
  await mutate(core, write, { operation: 'DELETE', oldObject })
  await validate(core, write, { operation: 'DELETE', oldObject })
}

async function mark(core: Core, write: WriteRequest, { object, entry }: Going): Promise<Removed> {
  if (write.dryRun) return { isGone: false, text: plainText(object) }
  const { text } = await put(core, write.kind, entry.key, { object, expect: entry.revision })
  return { isGone: false, text }
}

/** A kind with a grace period is marked even when that is over at once: watchers see both steps. */
async function removeMarked(core: Core, write: WriteRequest, object: KubeObject): Promise<Removed> {
  if (write.dryRun) return { isGone: true, text: answerOf(write, object) }
  const { kind, namespace, name } = write
  const entry = cacheOf(core, kind).get(keyOf(kind, namespace, name))
  // Somebody else, a kubelet perhaps, took it meanwhile.
  if (entry === undefined) return { isGone: true, text: answerOf(write, object) }
  return removeNow(core, write, { object: await copyAt(core, kind, entry), entry })
}

async function removeNow(core: Core, write: WriteRequest, { object, entry }: Going): Promise<Removed> {
  const { kind } = write
  if (!write.dryRun) {
    const revision = await take(core, kind, entry.key, entry.revision)
    object.metadata['resourceVersion'] = String(revision)
    for (const hook of core.hooks) {
      if (hook.group !== kind.storage.group || hook.resource !== kind.storage.resource) continue
      await hook.afterDelete?.(object)
    }
  }
  return { isGone: true, text: answerOf(write, object) }
}

/** Kinds whose DELETE answers the object itself (`ReturnDeletedObject`). */
const returned = new Set([
  'namespaces.',
  'pods.',
  'services.',
  'serviceaccounts.',
  'persistentvolumeclaims.',
  'persistentvolumes.',
  'podtemplates.',
  'resourcequotas.',
  'storageclasses.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
  'csidrivers.storage.k8s.io',
  'csinodes.storage.k8s.io',
  'volumeattributesclasses.storage.k8s.io',
  'podsecuritypolicies.policy',
  'resourceclaims.resource.k8s.io',
  'resourceclaimtemplates.resource.k8s.io',
  'deviceclasses.resource.k8s.io',
  'resourceslices.resource.k8s.io',
])

function answerOf({ kind }: WriteRequest, object: KubeObject): string {
  if (returned.has(`${kind.plural}.${kind.group}`)) return plainText(object)
  return JSON.stringify(statusOf(resourceOf(kind), object))
}

function statusOf(
  { group, resource }: { readonly group: string; readonly resource: string },
  object: KubeObject,
): Status {
  const { code: _, ...status } = success({
    name: object.metadata.name,
    ...(group !== '' && { group }),
    kind: resource,
    uid: metaText(object, 'uid'),
  })
  return status as Status
}

function checkPreconditions(write: WriteRequest, object: KubeObject, { preconditions }: DeleteOptions): void {
  const { kind } = write
  const about = { group: kind.group, resource: kind.kind }
  const uid = metaText(object, 'uid')
  if (preconditions.uid !== undefined && preconditions.uid !== uid) {
    const why = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`
    throw conflict(about, object.metadata.name, why)
  }
  const revision = metaText(object, 'resourceVersion')
  if (preconditions.resourceVersion !== undefined && preconditions.resourceVersion !== revision) {
    const why = `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${revision}). The object might have been modified`
    throw conflict(about, object.metadata.name, why)
  }
}
