import { coreType, createInformer } from '#client'
import { type KubeObject, StatusError, textAt } from '#kube'
import type { SimulatedNode } from './simulated.ts'

const pods = coreType('pods', 'Pod', true)
/** A pod whose removal failed is looked at again. */
const RETRY_MS = 10_000

/** Lets pods of the node go that are to go: nothing runs in them that would need their grace. Ends with the signal; never throws. */
export async function reapPods(node: SimulatedNode, signal: AbortSignal): Promise<void> {
  const { client, clock, name, onError } = node
  const informer = createInformer({
    client,
    clock,
    type: pods,
    fieldSelector: `spec.nodeName=${name}`,
    isPartial: true,
    random: Math.random,
    resyncMs: RETRY_MS,
    onError,
  })
  informer.onChange(({ type, object }) => {
    if (type !== 'DELETED' && object.metadata['deletionTimestamp'] !== undefined) void reap(node, object)
  })
  informer.start()
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await informer.close()
}

async function reap({ client, onError }: SimulatedNode, { metadata }: KubeObject): Promise<void> {
  const place = { namespace: textAt(metadata, 'namespace'), name: metadata.name }
  const uid = metadata['uid'] ?? ''
  try {
    await client.remove(pods, place, { gracePeriodSeconds: 0, preconditions: { uid } })
  } catch (error) {
    const isGone = error instanceof StatusError && (error.code === 'NotFound' || error.code === 'Conflict')
    if (!isGone) onError(error)
  }
}
