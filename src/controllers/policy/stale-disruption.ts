import { isTerminating, type KubeObject, textAt, timeText } from '#kube'
import { type Controller, keyOfObject } from '#reconcile'
import { conditionOf, isFinished } from '../pod/state.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'

/** A pod that was marked for disruption and still lives after so long is unmarked. */
const STALE_MS = 2 * 60_000

/** Source: kubernetes disruption controller, syncStalePodDisruption. */
export const staleDisruptionController: Controller = {
  name: 'stale-disruption-controller',
  component: 'controllermanager',
  watches: [
    {
      type: types.pods,
      keysOf: ({ type, object }) => (type !== 'DELETED' && isMarked(object) ? [keyOfObject(object)] : []),
    },
  ],
  reconcile: async ({ namespace, name }, { informer, client, clock }) => {
    const pod = informer(types.pods).cache.get(namespace, name)
    if (pod === undefined || !isMarked(pod)) return undefined
    const since = Date.parse(textAt(conditionOf(pod, 'DisruptionTarget'), 'lastTransitionTime'))
    const leftMs = (Number.isNaN(since) ? 0 : since) + STALE_MS - clock.now()
    if (leftMs > 0) return { requeueAfterMs: leftMs }
    const lastTransitionTime = timeText(clock.now())
    const condition = { type: 'DisruptionTarget', status: 'False', lastTransitionTime, reason: null, message: null }
    const body = { metadata: { uid: textAt(pod, 'metadata', 'uid') }, status: { conditions: [condition] } }
    const patch = { type: 'strategic', body } as const
    await unless(
      ['NotFound', 'Conflict'],
      client.patch(types.pods, { namespace, name }, patch, { subresource: 'status' }),
    )
    return undefined
  },
}

/** A kubelet that marks a pod ends it in its own time. */
function isMarked(pod: KubeObject): boolean {
  const condition = conditionOf(pod, 'DisruptionTarget')
  if (condition?.['status'] !== 'True' || condition['reason'] === 'TerminationByKubelet') return false
  return !isTerminating(pod) && !isFinished(pod)
}
