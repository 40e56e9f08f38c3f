import { mapAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, storageSizeOf, textAt, valueAt } from '#kube'
import type { Context } from '#reconcile'
import { types } from '../types.ts'

/** Why a phase is entered, as an event tells it. */
export interface PhaseNote {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** Sets the phase of a volume where it is another; the note is told when it changed. Gives the volume as it is then. */
export async function setVolumePhase(
  volume: KubeObject,
  phase: string,
  { client, record }: Context,
  note?: PhaseNote,
): Promise<KubeObject> {
  if (textAt(volume, 'status', 'phase') === phase) return volume
  const status = { ...mapAt(volume, 'status'), phase, message: note?.message ?? '' }
  const written = await client.update(types.persistentVolumes, { ...volume, status }, { subresource: 'status' })
  if (note !== undefined) record(volume, note)
  return written
}

/** The phase of a claim, and the volume that it has by it. */
export interface ClaimPhase {
  readonly phase: 'Pending' | 'Bound' | 'Lost'
  readonly volume?: KubeObject
  readonly note?: PhaseNote
}

/** Sets the status of a claim where it is another. Gives the claim as it is then. */
export async function setClaimPhase(
  claim: KubeObject,
  { phase, volume, note }: ClaimPhase,
  { client, record }: Context,
): Promise<KubeObject> {
  const old = mapAt(claim, 'status')
  const status = volume === undefined ? emptied(old, phase) : filled(old, phase, volume)
  if (sameJson(old, status)) return claim
  const written = await client.update(types.persistentVolumeClaims, { ...claim, status }, { subresource: 'status' })
  if (note !== undefined && old['phase'] !== phase) record(claim, note)
  return written
}

function emptied(old: JsonObject, phase: string): JsonObject {
  const { accessModes: _, capacity: __, ...rest } = old
  return { ...rest, phase }
}

/** The size is noted once: later it may differ while the volume grows. */
function filled(old: JsonObject, phase: string, volume: KubeObject): JsonObject {
  const { capacity = {}, accessModes = [] } = mapAt(volume, 'spec')
  const status: JsonObject = { ...old, phase, accessModes }
  if (old['phase'] === phase) return status
  const isSame = storageSizeOf(valueAt(old, 'capacity', 'storage')) === storageSizeOf(valueAt(capacity, 'storage'))
  const attributes = textAt(volume, 'spec', 'volumeAttributesClassName')
  return {
    ...status,
    capacity: isSame ? (old['capacity'] ?? {}) : capacity,
    ...(attributes !== '' && { currentVolumeAttributesClassName: attributes }),
  }
}
