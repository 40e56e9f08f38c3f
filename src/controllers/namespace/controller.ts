import type { Client } from '#client'
import { isTerminating, type JsonObject, type KubeObject, sameJson, timeText, valueAt } from '#kube'
import type { Context, Controller, Result } from '#reconcile'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { namespaceConditions } from './conditions.ts'
import { emptyNamespace } from './content.ts'

const FINALIZER = 'kubernetes'

/**
 * Empties namespaces that are being deleted, says in their conditions what is left, and takes the `kubernetes` finalizer
 * away when nothing is. Source: kubernetes pkg/controller/namespace.
 */
export const namespaceController: Controller = {
  name: 'namespace',
  watches: [
    {
      type: types.namespaces,
      keysOf: ({ type, object }) =>
        type !== 'DELETED' && isTerminating(object) ? [{ namespace: '', name: object.metadata.name }] : [],
    },
  ],
  reconcile: async ({ name }, context) => {
    const namespace = await unless(['NotFound'], context.client.get(types.namespaces, { name }))
    if (namespace === undefined || !isTerminating(namespace)) return undefined
    if (finalizersOf(namespace).length === 0) return removeFinalized(namespace, context.client)
    return empty(namespace, context)
  },
}

async function empty(namespace: KubeObject, { client, clock }: Context): Promise<Result | undefined> {
  const terminating = await mark(namespace, client)
  const { obstacles, waitMs } = await emptyNamespace(client, namespace.metadata.name)
  const now = timeText(clock.now())
  const old = (valueAt(terminating, 'status', 'conditions') ?? []) as JsonObject[]
  const conditions = namespaceConditions(old, obstacles, now)
  const hasProblem = obstacles.content.length > 0 || obstacles.discovery.length > 0
  const isEmpty = waitMs === 0 && !hasProblem
  const current = sameJson(old, conditions) ? terminating : await setConditions(terminating, conditions, client)
  if (isEmpty) await finalize(current, client)
  else if (hasProblem) throw new Error([...obstacles.discovery, ...obstacles.content].join(', '))
  return isEmpty ? undefined : { requeueAfterMs: waitMs }
}

async function mark(namespace: KubeObject, client: Client): Promise<KubeObject> {
  if (valueAt(namespace, 'status', 'phase') === 'Terminating') return namespace
  const status = { ...(namespace['status'] as JsonObject | undefined), phase: 'Terminating' }
  return client.update(types.namespaces, { ...namespace, status }, { subresource: 'status' })
}

function setConditions(namespace: KubeObject, conditions: JsonObject[], client: Client): Promise<KubeObject> {
  const status = { ...(namespace['status'] as JsonObject | undefined), phase: 'Terminating', conditions }
  return client.update(types.namespaces, { ...namespace, status }, { subresource: 'status' })
}

async function finalize(namespace: KubeObject, client: Client): Promise<void> {
  const finalizers = finalizersOf(namespace).filter((one) => one !== FINALIZER)
  const spec = { ...(namespace['spec'] as JsonObject | undefined), finalizers }
  const left = await unless(
    ['NotFound'],
    client.update(types.namespaces, { ...namespace, spec }, { subresource: 'finalize' }),
  )
  if (left !== undefined && finalizersOf(left).length === 0) await removeFinalized(left, client)
}

/** A server that removes the object with its last finalizer answers 404, or a conflict when somebody was faster. */
async function removeFinalized({ metadata }: KubeObject, client: Client): Promise<undefined> {
  const preconditions = { uid: metadata['uid'] ?? '' }
  await unless(['NotFound', 'Conflict'], client.remove(types.namespaces, { name: metadata.name }, { preconditions }))
  return undefined
}

function finalizersOf(namespace: KubeObject): readonly string[] {
  const finalizers = valueAt(namespace, 'spec', 'finalizers')
  return Array.isArray(finalizers) ? finalizers.filter((one) => typeof one === 'string') : []
}
