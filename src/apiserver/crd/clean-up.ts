import type { Kind } from '#kinds'
import { type Clock, type KubeObject, StatusError } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { metaText, metaTexts } from '../registry/core.ts'
import { cleanupFinalizer } from './built-in.ts'
import { type Condition, setCondition } from './conditions.ts'
import { isConditionTrue } from './definition.ts'
import { type KindParts, storedKindOf } from './kinds-of.ts'
import { server, targetOf } from './write-status.ts'

/** What a clean-up works with. */
export interface CleanUp {
  readonly registry: Registry
  readonly clock: Clock
  /** The kind of definitions. */
  readonly kind: Kind
  readonly parts: KindParts
  /** True when the server stops: another one goes on with it. */
  isClosed(): boolean
}

/**
 * Removes the objects of a definition that is deleted, waits until the last one is gone, and lets the definition go
 * (apiextensions CRDFinalizer).
 */
export async function cleanUp(work: CleanUp, definition: KubeObject): Promise<void> {
  if (!metaTexts(definition, 'finalizers').includes(cleanupFinalizer)) return
  await tell(work, definition, inProgress)
  const outcome = isConditionTrue(definition, 'Established') ? await removeAll(work, definition) : neverEstablished
  if (work.isClosed() || outcome === undefined) return
  await release(work, definition, outcome)
}

const inProgress: Condition = {
  type: 'Terminating',
  status: 'True',
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
}
const neverEstablished: Condition = {
  type: 'Terminating',
  status: 'False',
  reason: 'NeverEstablished',
  message: 'resource was never established',
}
const completed: Condition = {
  type: 'Terminating',
  status: 'False',
  reason: 'InstanceDeletionCompleted',
  message: 'removed all instances',
}
const unconfirmed: Condition = {
  type: 'Terminating',
  status: 'True',
  reason: 'InstanceDeletionCheck',
  message: 'could not confirm zero CustomResources remaining: context deadline exceeded',
}

async function removeAll(work: CleanUp, definition: KubeObject): Promise<Condition | undefined> {
  const kind = storedKindOf(definition, work.parts)
  if (kind === undefined) return completed
  for (;;) {
    await removeEach(work, definition, kind)
    if (await isEmptyInTime(work, kind)) return work.isClosed() ? undefined : completed
    if (work.isClosed()) return undefined
    await tell(work, definition, unconfirmed)
  }
}

/** As many at once as a store commits together. */
const atOnce = 64

async function removeEach(work: CleanUp, definition: KubeObject, kind: Kind): Promise<void> {
  const objects = work.registry.readAll(kind)
  const failures: unknown[] = []
  for (let from = 0; from < objects.length; from += atOnce) {
    const some = objects.slice(from, from + atOnce).map((object) => removeOne(work, kind, object))
    for (const result of await Promise.allSettled(some)) if (result.status === 'rejected') failures.push(result.reason)
  }
  if (failures.length === 0) return
  const texts = failures.map((cause) => (cause instanceof Error ? cause.message : String(cause)))
  const message = `could not issue all deletes: ${texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`}`
  await tell(work, definition, { type: 'Terminating', status: 'True', reason: 'InstanceDeletionFailed', message })
}

async function removeOne({ registry }: CleanUp, kind: Kind, object: KubeObject): Promise<void> {
  try {
    await registry.remove({ kind, namespace: metaText(object, 'namespace'), name: object.metadata.name }, server)
  } catch (cause) {
    if (!(cause instanceof StatusError) || cause.code !== 'NotFound') throw cause
  }
}

const patienceMs = 60_000

/** Resolves true when the last object is gone, false when that takes longer than a minute. */
function isEmptyInTime({ registry, clock, isClosed }: CleanUp, kind: Kind): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = (): void => {}
    const end = (isEmpty: boolean): void => {
      cancel()
      stop()
      resolve(isEmpty)
    }
    const check = (): void => {
      if (isClosed() || registry.readAll(kind).length === 0) end(true)
    }
    const cancel = clock.setTimer(patienceMs, () => end(false))
    stop = registry.observe(kind, ({ type }) => type === 'DELETED' && check())
    check()
  })
}

async function tell({ registry, clock, kind }: CleanUp, definition: KubeObject, condition: Condition): Promise<void> {
  const change = (current: KubeObject): KubeObject | undefined => {
    if (!isSame(current, definition)) return undefined
    setCondition(current, condition, clock.now())
    return current
  }
  await registry.update(targetOf(kind, definition.metadata.name), change, server).catch(ignoreMissing)
}

async function release({ registry, clock, kind }: CleanUp, definition: KubeObject, outcome: Condition): Promise<void> {
  const change = (current: KubeObject): KubeObject | undefined => {
    if (!isSame(current, definition)) return undefined
    setCondition(current, outcome, clock.now())
    const finalizers = metaTexts(current, 'finalizers').filter((finalizer) => finalizer !== cleanupFinalizer)
    if (finalizers.length > 0) current.metadata['finalizers'] = finalizers
    else delete current.metadata['finalizers']
    return current
  }
  await registry.update(targetOf(kind, definition.metadata.name), change, server).catch(ignoreMissing)
}

function isSame(current: KubeObject, definition: KubeObject): boolean {
  return metaText(current, 'uid') === metaText(definition, 'uid')
}

function ignoreMissing(cause: unknown): void {
  if (!(cause instanceof StatusError) || cause.code !== 'NotFound') throw cause
}
