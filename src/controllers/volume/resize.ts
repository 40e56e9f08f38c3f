import type { ObjectEvent } from '#client'
import { mapAt, mapsAt } from '#kinds'
import { type Json, type JsonObject, type KubeObject, storageSizeOf, textAt, timeText, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey } from '#reconcile'
import { types } from '../types.ts'
import type { VolumeHost } from './host.ts'
import { annotationOf, annotations, LOCAL_PATH, withSpec } from './names.ts'

/**
 * Lets volumes grow to what their claims ask for. Those of other provisioners are theirs to grow.
 * Source: kubernetes pkg/controller/volume/expand, external-resizer.
 */
export function volumeResizer(host?: VolumeHost): Controller {
  return {
    name: 'persistentvolume-expander-controller',
    component: 'volume_expand',
    watches: [
      { type: types.persistentVolumeClaims, keysOf: grownClaim },
      { type: types.persistentVolumes, keysOf: () => [] },
    ],
    reconcile: async ({ namespace, name }, context) => {
      const claim = context.informer(types.persistentVolumeClaims).cache.get(namespace, name)
      if (claim === undefined || !wantsMore(claim)) return undefined
      const volume = context.informer(types.persistentVolumes).cache.get('', textAt(claim, 'spec', 'volumeName'))
      if (volume !== undefined) await grow(claim, volume, { host, context })
      return undefined
    },
  }
}

interface Desk {
  readonly host: VolumeHost | undefined
  readonly context: Context
}

/** Only a change of what is asked for, or of what there is, is news. */
function grownClaim({ type, object, previous }: ObjectEvent): readonly ObjectKey[] {
  if (type === 'DELETED' || !wantsMore(object)) return []
  const isNews =
    previous === undefined || wantedOf(previous) !== wantedOf(object) || phaseOf(previous) !== phaseOf(object)
  return isNews ? [keyOfObject(object)] : []
}

function phaseOf(claim: KubeObject): string {
  return textAt(claim, 'status', 'phase')
}

function wantedOf(claim: KubeObject): Json | undefined {
  return valueAt(claim, 'spec', 'resources', 'requests', 'storage')
}

function wantsMore(claim: KubeObject): boolean {
  const present = valueAt(claim, 'status', 'capacity', 'storage')
  return phaseOf(claim) === 'Bound' && storageSizeOf(wantedOf(claim)) > storageSizeOf(present)
}

const RESIZING = 'Resizing'
const ON_NODE = 'FileSystemResizePending'

async function grow(claim: KubeObject, volume: KubeObject, { host, context }: Desk): Promise<void> {
  const { client, record } = context
  if (annotationOf(volume, annotations.provisionedBy) !== LOCAL_PATH) return leaveToOthers(claim, volume, context)
  const name = volume.metadata.name
  const wanted = wantedOf(claim) ?? '0'
  const isTried = storageSizeOf(valueAt(volume, 'spec', 'capacity', 'storage')) >= storageSizeOf(wanted)
  if (isTried && hasCondition(claim, ON_NODE)) return
  const resizing = await setStatus(claim, { add: RESIZING, remove: [] }, context)
  record(claim, { type: 'Normal', reason: 'Resizing', message: `External resizer is resizing volume ${name}` })
  const larger = isTried ? volume : withSpec(volume, { capacity: { storage: wanted } })
  const outcome = await tryToGrow(claim, larger, { host, context })
  if (!isTried) await client.update(types.persistentVolumes, larger)
  if (outcome === 'on-node') {
    await setStatus(resizing, { add: ON_NODE, remove: [RESIZING] }, context)
    const message = 'Require file system resize of volume on node'
    return record(claim, { type: 'Normal', reason: 'FileSystemResizeRequired', message })
  }
  await setStatus(resizing, { remove: [RESIZING, ON_NODE], size: wanted }, context)
  record(claim, { type: 'Normal', reason: 'VolumeResizeSuccessful', message: 'Resize volume succeeded' })
}

async function tryToGrow(claim: KubeObject, larger: KubeObject, { host, context }: Desk): Promise<'done' | 'on-node'> {
  try {
    return (await host?.grow(larger)) ?? 'done'
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `resize volume "${larger.metadata.name}" failed: ${reason}`
    context.record(claim, { type: 'Warning', reason: 'VolumeResizeFailed', message })
    throw error
  }
}

function leaveToOthers(claim: KubeObject, volume: KubeObject, { record }: Context): void {
  const isDriven = mapAt(volume, 'spec')['csi'] !== undefined
  const message = isDriven
    ? 'waiting for an external controller to expand this PVC'
    : "Ignoring the PVC: didn't find a plugin capable of expanding the volume; waiting for an external controller to process this PVC."
  record(claim, { type: isDriven ? 'Normal' : 'Warning', reason: 'ExternalExpanding', message })
}

interface StatusChange {
  readonly add?: string
  readonly remove: readonly string[]
  readonly size?: Json
}

function hasCondition(claim: KubeObject, type: string): boolean {
  return mapsAt(mapAt(claim, 'status'), 'conditions').some((one) => one['type'] === type)
}

async function setStatus(
  claim: KubeObject,
  { add, remove, size }: StatusChange,
  context: Context,
): Promise<KubeObject> {
  if (add !== undefined && hasCondition(claim, add) && remove.length === 0) return claim
  const old = mapAt(claim, 'status')
  const kept = mapsAt(old, 'conditions').filter(({ type }) => type !== add && !remove.some((one) => one === type))
  const made = add === undefined ? [] : [conditionOf(add, timeText(context.clock.now()))]
  const { conditions: _, ...rest } = old
  const conditions = [...kept, ...made]
  const status: JsonObject = {
    ...rest,
    ...(conditions.length > 0 && { conditions }),
    ...(size !== undefined && { capacity: { ...mapAt(old, 'capacity'), storage: size } }),
  }
  return context.client.update(types.persistentVolumeClaims, { ...claim, status }, { subresource: 'status' })
}

function conditionOf(type: string, now: string): JsonObject {
  const message = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.'
  return { type, status: 'True', lastProbeTime: null, lastTransitionTime: now, ...(type === ON_NODE && { message }) }
}
