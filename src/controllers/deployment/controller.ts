import type { ObjectEvent } from '#client'
import { mapAt } from '#kinds'
import { type KubeObject, sameJson, textAt, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result } from '#reconcile'
import { claim } from '../owner/claim.ts'
import { BY_CONTROLLER, controllerOf, ORPHANS, ownerIndexers, ownerKeys } from '../owner/owner.ts'
import { matchesLabels } from '../select.ts'
import { types } from '../types.ts'
import { isRolling } from './facts.ts'
import { advance } from './roll-out.ts'
import { partSets } from './template.ts'
import { commit, type Work } from './work.ts'

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' }

/** Rolls the templates of Deployments out over ReplicaSets. Source: kubernetes pkg/controller/deployment. */
export const deploymentController: Controller = {
  name: 'deployment',
  component: 'deployment-controller',
  watches: [
    { type: types.deployments },
    { type: types.replicaSets, indexers: ownerIndexers, keysOf: ownerKeys(DEPLOYMENT, selecting) },
    { type: types.pods, indexers: ownerIndexers, keysOf: waitingFor },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const deployment = context.informer(types.deployments).cache.get(namespace, name)
    if (deployment === undefined) return undefined
    return selectsAll(deployment) ? refuse(deployment, context) : reconcile(deployment, context)
  },
}

function selecting(set: KubeObject, context: Context): readonly ObjectKey[] {
  return context
    .informer(types.deployments)
    .cache.list(textAt(set, 'metadata', 'namespace'))
    .filter((deployment) => matchesLabels(valueAt(deployment, 'spec', 'selector'), set))
    .map(keyOfObject)
}

/** A Deployment that makes new pods when the old ones are gone waits for each of them. */
function waitingFor({ type, object }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const owner = type === 'DELETED' ? controllerOf(object) : undefined
  if (owner?.kind !== 'ReplicaSet') return []
  const namespace = textAt(object, 'metadata', 'namespace')
  const set = context.informer(types.replicaSets).cache.get(namespace, owner.name)
  const grandparent = set === undefined ? undefined : controllerOf(set)
  if (grandparent?.kind !== DEPLOYMENT.kind) return []
  const deployment = context.informer(types.deployments).cache.get(namespace, grandparent.name)
  return deployment === undefined || isRolling(deployment) ? [] : [keyOfObject(deployment)]
}

function selectsAll(deployment: KubeObject): boolean {
  return Object.keys(mapAt(deployment, 'spec', 'selector')).length === 0
}

async function refuse(deployment: KubeObject, context: Context): Promise<undefined> {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.'
  const observedGeneration = valueAt(deployment, 'metadata', 'generation') ?? 0
  const status = { ...mapAt(deployment, 'status'), observedGeneration }
  if (sameJson(status, mapAt(deployment, 'status'))) return
  context.record(deployment, { type: 'Warning', reason: 'SelectingAll', message })
  await context.client.update(types.deployments, { ...deployment, status }, { subresource: 'status' })
}

async function reconcile(deployment: KubeObject, context: Context): Promise<Result | undefined> {
  const sets = await setsOf(deployment, context)
  const work: Work = { ...(await partSets(deployment, sets)), stored: deployment, context }
  try {
    return await advance(work)
  } catch (error) {
    // What was to be said with the status is said all the same; why it went wrong matters more than whether that succeeds.
    await commit(work, mapAt(work.deployment, 'status')).catch(() => undefined)
    throw error
  }
}

function setsOf(owner: KubeObject, context: Context): Promise<readonly KubeObject[]> {
  const { cache } = context.informer(types.replicaSets)
  const own = cache.byIndex(BY_CONTROLLER, textAt(owner, 'metadata', 'uid'))
  const orphans = cache.byIndex(ORPHANS, textAt(owner, 'metadata', 'namespace'))
  const selector = valueAt(owner, 'spec', 'selector')
  const matches = (set: KubeObject): boolean => matchesLabels(selector, set)
  const candidates = [...own, ...orphans]
  return claim({ owner, ownerType: types.deployments, type: types.replicaSets, candidates, matches }, context)
}
