import { isSet, mapAt } from '#kinds'
import { type KubeObject, textAt, valueAt } from '#kube'
import type { Context } from '#reconcile'
import { isFinished } from '../pod/state.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { unbind } from './bind.ts'
import type { VolumeHost } from './host.ts'
import { annotationOf, annotations, BY_USED_CLAIM, claimKeyOf, isAnnotated } from './names.ts'
import { type PhaseNote, setVolumePhase } from './phase.ts'

/**
 * Keeps the phase of a volume and does what is to be done when its claim is gone. Gives the claim whose turn it is, as
 * `namespace/name`, when the binding is its to finish. Source: kubernetes pv_controller.go syncVolume.
 */
export async function syncVolume(
  volume: KubeObject,
  host: VolumeHost | undefined,
  context: Context,
): Promise<string | undefined> {
  const holder = valueAt(volume, 'spec', 'claimRef')
  if (holder === undefined || textAt(holder, 'uid') === '') {
    await setVolumePhase(volume, 'Available', context)
    return undefined
  }
  const claim = await claimOf(volume, context)
  const named = textAt(claim, 'spec', 'volumeName')
  if (claim !== undefined && named === '') return claimKeyOf(volume)
  if (named === volume.metadata.name) await setVolumePhase(volume, 'Bound', context)
  else if (claim === undefined || isToBeDeleted(volume)) await release(volume, host, context)
  // the claim has another volume: this one was tried in vain, or is kept for it by a user
  else await unbind(volume, context)
  return undefined
}

/** The claim that a volume names, and no other of its name; a cache may be behind, the server is asked before it is believed gone. */
async function claimOf(volume: KubeObject, { informer, client }: Context): Promise<KubeObject | undefined> {
  const holder = mapAt(volume, 'spec', 'claimRef')
  const place = { namespace: textAt(holder, 'namespace'), name: textAt(holder, 'name') }
  const isIt = (claim: KubeObject | undefined): boolean => claim?.metadata['uid'] === holder['uid']
  const cached = informer(types.persistentVolumeClaims).cache.get(place.namespace, place.name)
  if (isIt(cached)) return cached
  if (isReleased(volume) && cached === undefined) return undefined
  const fresh = await unless(['NotFound'], client.get(types.persistentVolumeClaims, place))
  return isIt(fresh) ? fresh : undefined
}

function isReleased(volume: KubeObject): boolean {
  return ['Released', 'Failed'].includes(textAt(volume, 'status', 'phase'))
}

function isToBeDeleted(volume: KubeObject): boolean {
  return isAnnotated(volume, annotations.provisionedBy) && policyOf(volume) === 'Delete'
}

function policyOf(volume: KubeObject): string {
  return textAt(volume, 'spec', 'persistentVolumeReclaimPolicy')
}

async function release(volume: KubeObject, host: VolumeHost | undefined, context: Context): Promise<void> {
  const released = isReleased(volume) ? volume : await setVolumePhase(volume, 'Released', context)
  const policy = policyOf(volume)
  if (policy === 'Recycle') await recycle(released, host, context)
  else if (policy === 'Delete') await remove(released, host, context)
  else if (policy !== 'Retain') await fail(released, UNKNOWN_POLICY, context)
}

const UNKNOWN_POLICY: PhaseNote = {
  type: 'Warning',
  reason: 'VolumeUnknownReclaimPolicy',
  message: 'Volume has unrecognized PersistentVolumeReclaimPolicy',
}

async function fail(volume: KubeObject, note: PhaseNote, context: Context): Promise<void> {
  await setVolumePhase(volume, 'Failed', context, note)
}

/** Kinds of volumes that can be wiped. */
const RECYCLABLE = ['hostPath', 'nfs']

async function recycle(volume: KubeObject, host: VolumeHost | undefined, context: Context): Promise<void> {
  const reason = 'VolumeFailedRecycle'
  const users = usersOf(volume, context)
  if (users.length > 0) {
    const message = `Volume is used by pods: ${users.join(',')}`
    return context.record(volume, { type: 'Normal', reason, message })
  }
  if (!RECYCLABLE.some((source) => isSet(mapAt(volume, 'spec'), source))) {
    return fail(volume, { type: 'Warning', reason, message: 'No recycler plugin found for the volume!' }, context)
  }
  try {
    await host?.wipe(volume)
  } catch (error) {
    await fail(volume, { type: 'Warning', reason, message: `Recycle failed: ${textOf(error)}` }, context)
    throw error
  }
  context.record(volume, { type: 'Normal', reason: 'VolumeRecycled', message: 'Volume recycled' })
  await unbind(volume, context)
}

function usersOf(volume: KubeObject, context: Context): readonly string[] {
  const pods = context.informer(types.pods).cache.byIndex(BY_USED_CLAIM, claimKeyOf(volume))
  const active = pods.filter((pod) => !isFinished(pod))
  return active.map(({ metadata }) => `${textAt(metadata, 'namespace')}/${metadata.name}`).sort()
}

/** What a provisioner made is its own to remove; of the rest only directories below /tmp may be. */
async function remove(volume: KubeObject, host: VolumeHost | undefined, context: Context): Promise<void> {
  const provisioner = annotationOf(volume, annotations.provisionedBy)
  const spec = mapAt(volume, 'spec')
  if (provisioner !== '' && !provisioner.startsWith('kubernetes.io/')) return
  if (isSet(spec, 'csi')) return
  const message = problemOfRemoval(volume)
  if (message !== undefined) return fail(volume, { type: 'Warning', reason: 'VolumeFailedDelete', message }, context)
  try {
    await host?.remove(volume)
  } catch (error) {
    await fail(volume, { type: 'Warning', reason: 'VolumeFailedDelete', message: textOf(error) }, context)
    throw error
  }
  await unless(['NotFound'], context.client.remove(types.persistentVolumes, { name: volume.metadata.name }))
}

/** Source: kubernetes pkg/volume/hostpath Deleter. */
function problemOfRemoval(volume: KubeObject): string | undefined {
  const path = textAt(volume, 'spec', 'hostPath', 'path')
  if (!isSet(mapAt(volume, 'spec'), 'hostPath')) {
    const { name } = volume.metadata
    return `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`
  }
  return /^\/tmp\/.+/.test(path) ? undefined : `host_path deleter only supports /tmp/.+ but received provided ${path}`
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
