import { mapAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, textAt } from '#kube'
import type { Context } from '#reconcile'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import type { Conditions } from './condition.ts'
import { type Rollout, sizeOf } from './facts.ts'
import { sizeAnnotations } from './revision.ts'
import type { Resize } from './rolling.ts'

/** One run for a Deployment: what was read, and what became of it so far. The steps of a run write into it. */
export interface Work extends Rollout {
  readonly context: Context
  /** As it was read; nobody changes it. */
  readonly stored: KubeObject
  deployment: KubeObject
  newSet: KubeObject | undefined
  oldSets: readonly KubeObject[]
}

/** Notes conditions of the Deployment (mutates `work`): they are written with its status. */
export function note(work: Work, conditions: Conditions): void {
  const status = { ...mapAt(work.deployment, 'status'), conditions: [...conditions] }
  work.deployment = { ...work.deployment, status }
}

/** Notes an annotation of the Deployment (mutates `work`): it is written with its status. */
export function annotate(work: Work, name: string, text: string): void {
  const { metadata } = work.deployment
  if (textAt(metadata, 'annotations', name) === text) return
  const annotations = { ...mapAt(metadata, 'annotations'), [name]: text }
  work.deployment = { ...work.deployment, metadata: { ...metadata, annotations } }
}

/** Writes the Deployment with this status, unless it is stored so. Gives whether it was written (mutates `work`). */
export async function commit(work: Work, status: JsonObject): Promise<boolean> {
  const { stored, deployment, context } = work
  const isStored =
    sameJson(mapAt(stored, 'status'), status) &&
    sameJson(mapAt(stored, 'metadata', 'annotations'), mapAt(deployment, 'metadata', 'annotations'))
  if (isStored) return false
  const written = context.client.update(types.deployments, { ...deployment, status }, { subresource: 'status' })
  await unless(['NotFound'], written)
  return true
}

/**
 * Gives a set another size and tells of it on the Deployment (mutates `work`); a set that has the size already only gets
 * its annotations right. Source: kubernetes `scaleReplicaSet`.
 */
export async function resize(work: Work, { set, to }: Resize): Promise<void> {
  const current = currentOf(work, set)
  const from = sizeOf(current)
  const annotations = { ...mapAt(current, 'metadata', 'annotations'), ...sizeAnnotations(work.deployment) }
  if (from === to && sameJson(annotations, mapAt(current, 'metadata', 'annotations'))) return
  const { client, record } = work.context
  replace(
    work,
    await client.update(types.replicaSets, {
      ...current,
      metadata: { ...current.metadata, annotations },
      spec: { ...mapAt(current, 'spec'), replicas: to },
    }),
  )
  if (from === to) return
  const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${to}`
  record(work.stored, { type: 'Normal', reason: 'ScalingReplicaSet', message })
}

function currentOf({ newSet, oldSets }: Work, set: KubeObject): KubeObject {
  const isSame = (one: KubeObject | undefined): boolean => one !== undefined && uidOf(one) === uidOf(set)
  return (isSame(newSet) ? newSet : oldSets.find(isSame)) ?? set
}

/** Puts a set that was written in the place of the one it was (mutates `work`). */
export function replace(work: Work, written: KubeObject): void {
  const isIt = (one: KubeObject): boolean => uidOf(one) === uidOf(written)
  if (work.newSet !== undefined && isIt(work.newSet)) work.newSet = written
  work.oldSets = work.oldSets.map((one) => (isIt(one) ? written : one))
}

function uidOf(object: KubeObject): string {
  return textAt(object, 'metadata', 'uid')
}
