import { mapAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { Context } from '#reconcile'
import { isBound } from '../plugin/volume-claims.ts'
import { SELECTED_NODE, type VolumePlan } from '../plugin/volume-plan.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import { types } from '../types.ts'

/** For whom, where, and how long at most. */
export interface BindVolumesOptions {
  readonly pod: PodInfo
  readonly nodeName: string
  readonly timeoutMs: number
  readonly context: Context
}

/**
 * Does what a plan says and waits until every claim has its volume. Throws what the server says, and an error when a claim
 * cannot have one, when the pod goes, or when it takes too long. Source: volumebinding BindPodVolumes.
 */
export async function bindVolumes({ bindings, provisions }: VolumePlan, options: BindVolumesOptions): Promise<void> {
  const { client } = options.context
  for (const { claim, volume } of bindings) await client.update(types.persistentVolumes, givenTo(volume, claim))
  for (const claim of provisions) {
    const place = { namespace: textAt(claim.metadata, 'namespace'), name: claim.metadata.name }
    const body = { metadata: { uid: claim.metadata['uid'] ?? '', annotations: { [SELECTED_NODE]: options.nodeName } } }
    await client.patch(types.persistentVolumeClaims, place, { type: 'merge', body })
  }
  const asked = new Set(provisions.map(({ metadata }) => metadata.name))
  await settled([...bindings.map(({ claim }) => claim), ...provisions], asked, options)
}

function givenTo(volume: KubeObject, claim: KubeObject): KubeObject {
  const { name, namespace = '', uid = '', resourceVersion = '' } = claim.metadata
  const reference = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', name, namespace, uid, resourceVersion }
  const marks = { ...mapAt(volume.metadata, 'annotations'), 'pv.kubernetes.io/bound-by-controller': 'yes' }
  const isReserved = mapAt(volume, 'spec', 'claimRef')['name'] !== undefined
  const metadata: JsonObject = { ...volume.metadata, ...(!isReserved && { annotations: marks }) }
  return {
    ...volume,
    metadata: metadata as KubeObject['metadata'],
    spec: { ...mapAt(volume, 'spec'), claimRef: reference },
  }
}

/** Looks at the claims whenever one of them changes. */
function settled(
  claims: readonly KubeObject[],
  asked: ReadonlySet<string>,
  options: BindVolumesOptions,
): Promise<void> {
  const { context, timeoutMs } = options
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = []
    const end = (error?: Error): void => {
      for (const stop of stops.splice(0)) stop()
      if (error === undefined) resolve()
      else reject(error)
    }
    const look = (): void => {
      const state = stateOf(claims, asked, options)
      if (state !== 'waiting') end(state === 'bound' ? undefined : new Error(`binding volumes: ${state.trouble}`))
    }
    const onAbort = (): void => end(new Error('the scheduler stops'))
    context.signal.addEventListener('abort', onAbort)
    stops.push(() => context.signal.removeEventListener('abort', onAbort))
    stops.push(context.clock.setTimer(timeoutMs, () => end(new Error('binding volumes: context deadline exceeded'))))
    const names = new Set([...claims.map(({ metadata }) => metadata.name), options.pod.name])
    const lookAt = ({ object }: { readonly object: KubeObject }): void => {
      if (stops.length > 0 && names.has(object.metadata.name)) look()
    }
    // the caches tell at once what they hold: by then everything must be there to be ended
    for (const type of [types.persistentVolumeClaims, types.pods]) {
      const stop = context.informer(type).onChange(lookAt)
      if (stops.length > 0) stops.push(stop)
      else stop()
    }
    // it may have fired while the server was asked
    if (context.signal.aborted) onAbort()
  })
}

type State = 'bound' | 'waiting' | { readonly trouble: string }

function stateOf(claims: readonly KubeObject[], asked: ReadonlySet<string>, options: BindVolumesOptions): State {
  const { pod, nodeName, context } = options
  const isHere = context.informer(types.pods).cache.get(pod.namespace, pod.name)?.metadata['uid'] === pod.uid
  if (!isHere) return { trouble: `pod does not exist any more: pod "${pod.name}" not found` }
  let isWaiting = false
  for (const { metadata } of claims) {
    const claim = context.informer(types.persistentVolumeClaims).cache.get(pod.namespace, metadata.name)
    if (claim === undefined) return { trouble: `failed to check binding: could not find claim "${metadata.name}"` }
    const selected = mapAt(claim.metadata, 'annotations')[SELECTED_NODE]
    const isOlder = Number(claim.metadata['resourceVersion']) <= Number(metadata['resourceVersion'])
    if (asked.has(metadata.name) && !isOlder && !isBound(claim) && selected !== nodeName)
      return { trouble: `provisioning failed for PVC "${metadata.name}"` }
    if (!isBound(claim)) isWaiting = true
  }
  return isWaiting ? 'waiting' : 'bound'
}
