import type { KubeObject } from '#kube'
import { textAt } from '#kube'
import type { Context } from '#reconcile'
import { slowStart } from '../owner/slow-start.ts'
import { isRefusal, unless } from '../refusal.ts'
import { types } from '../types.ts'
import { claimsOf, hasIdentity, hasStorage, ordinalOf, withIdentity } from './identity.ts'
import type { Plan, Step } from './plan.ts'
import { claimOwners } from './retention.ts'

/** Who works, and how a pod of a place is made. */
export interface Work {
  readonly set: KubeObject
  makePod(ordinal: number): KubeObject
  readonly context: Context
}

/** Does what was planned; independent steps of a phase together. Throws the first thing that went wrong. */
export async function perform({ phases }: Plan, isParallel: boolean, work: Work): Promise<void> {
  for (const phase of phases) {
    if (isParallel) {
      const { error } = await slowStart(phase.length, (index) => performStep(phase[index], work))
      if (error !== undefined) throw error
    } else for (const step of phase) await performStep(step, work)
  }
}

async function performStep(step: Step | undefined, work: Work): Promise<void> {
  switch (step?.act) {
    case undefined:
      return undefined
    case 'create':
      return createPod(work.makePod(step.ordinal), work)
    case 'remove':
      return removePod(step.pod, work)
    case 'claim':
      await makeClaims(step.pod, work)
      return retainClaims(step.pod, work)
    case 'repair':
      return repairPod(step.pod, work)
    case 'retain':
      return retainClaims(step.pod, work)
  }
}

async function createPod(pod: KubeObject, work: Work): Promise<void> {
  const { client } = work.context
  await told('create', pod, work, async () => {
    await makeClaims(pod, work)
    const made = await client.create(types.pods, pod)
    await retainClaims(made, work)
  })
}

function removePod(pod: KubeObject, work: Work): Promise<void> {
  const body = { preconditions: { uid: textAt(pod, 'metadata', 'uid') } }
  return told('delete', pod, work, () => work.context.client.remove(types.pods, placeOf(pod), body))
}

async function repairPod(pod: KubeObject, work: Work): Promise<void> {
  const { set, context } = work
  if (!hasStorage(set, pod)) await makeClaims(pod, work)
  await retainClaims(pod, work)
  if (hasIdentity(set, pod) && hasStorage(set, pod)) return
  await told('update', pod, work, () => context.client.update(types.pods, withIdentity(set, pod)))
}

/** Makes the claims of a pod that are missing. Throws when one is on its way out. */
async function makeClaims(pod: KubeObject, { set, context }: Work): Promise<void> {
  const { cache } = context.informer(types.persistentVolumeClaims)
  for (const claim of claimsOf(set, ordinalOf(pod))) {
    const { namespace, name } = placeOf(claim)
    const there = cache.get(namespace, name)
    if (there?.metadata['deletionTimestamp'] !== undefined) throw new Error(`pvc ${name} is being deleted`)
    if (there === undefined) await makeClaim(claim, pod, { set, context })
  }
}

async function makeClaim(claim: KubeObject, pod: KubeObject, { set, context }: Omit<Work, 'makePod'>): Promise<void> {
  const { name } = claim.metadata
  try {
    await context.client.create(types.persistentVolumeClaims, claim)
    const message = `create Claim ${name} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} success`
    context.record(set, { type: 'Normal', reason: 'SuccessfulCreate', message })
  } catch (error) {
    if (isRefusal(error, 'AlreadyExists')) return
    const message = `create Claim ${name} for Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} failed error: ${reasonOf(error)}`
    context.record(set, { type: 'Warning', reason: 'FailedCreate', message })
    throw new Error(`failed to create PVC ${name}: ${reasonOf(error)}`, { cause: error })
  }
}

/** Gives the claims of a pod the owners that the set's policy says. */
async function retainClaims(pod: KubeObject, { set, context }: Work): Promise<void> {
  const { cache } = context.informer(types.persistentVolumeClaims)
  for (const { namespace, name } of claimsOf(set, ordinalOf(pod)).map(placeOf)) {
    const claim = cache.get(namespace, name)
    const owners = claim === undefined ? undefined : claimOwners(claim, set, pod)
    if (claim === undefined || owners === undefined) continue
    const owned = { ...claim, metadata: { ...claim.metadata, ownerReferences: [...owners] } }
    await unless(['NotFound'], context.client.update(types.persistentVolumeClaims, owned))
  }
}

/** Tells on the set what came of a step: `SuccessfulCreate`, `FailedDelete`; nothing of what was done before already. */
async function told(
  verb: 'create' | 'update' | 'delete',
  pod: KubeObject,
  { set, context }: Work,
  act: () => Promise<unknown>,
): Promise<void> {
  const about = `${verb} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`
  const reason = verb.charAt(0).toUpperCase() + verb.slice(1)
  try {
    await act()
    context.record(set, { type: 'Normal', reason: `Successful${reason}`, message: `${about} successful` })
  } catch (error) {
    if (verb === 'delete' && isRefusal(error, 'NotFound')) return
    if (!isRefusal(error, 'AlreadyExists')) {
      const message = `${about} failed error: ${reasonOf(error)}`
      context.record(set, { type: 'Warning', reason: `Failed${reason}`, message })
    }
    throw error
  }
}

function placeOf({ metadata }: KubeObject): { readonly namespace: string; readonly name: string } {
  return { namespace: textAt(metadata, 'namespace'), name: metadata.name }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
