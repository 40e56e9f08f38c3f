import { isTrue, mapAt, mapsAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'

/** What a pod mounts that binds it to places. */
export interface PodVolumes {
  /** Names of its claims; those of generic ephemeral volumes are `POD-VOLUME`. */
  readonly claims: readonly Claim[]
  /** Disks that are named in the pod itself, as `kind` with what tells two of them apart. */
  readonly disks: readonly JsonObject[]
}

/** A claim of a pod. */
export interface Claim {
  readonly name: string
  /** Made for this pod alone: it must belong to it. */
  readonly isEphemeral: boolean
}

/** Mounts nothing of this sort. */
export const noVolumes: PodVolumes = { claims: [], disks: [] }

/** What a pod's spec mounts. */
export function volumesOf(pod: KubeObject): PodVolumes {
  const claims: Claim[] = []
  const disks: JsonObject[] = []
  for (const volume of mapsAt(mapAt(pod, 'spec'), 'volumes')) {
    const claim = mapAt(volume, 'persistentVolumeClaim')
    if (claim['claimName'] !== undefined) claims.push({ name: textAt(claim, 'claimName'), isEphemeral: false })
    else if (volume['ephemeral'] !== undefined && volume['ephemeral'] !== null) {
      claims.push({ name: `${pod.metadata.name}-${textAt(volume, 'name')}`, isEphemeral: true })
    } else if (DISKS.some((kind) => volume[kind] !== undefined)) disks.push(volume)
  }
  return claims.length + disks.length === 0 ? noVolumes : { claims, disks }
}

const DISKS = ['gcePersistentDisk', 'awsElasticBlockStore', 'iscsi', 'rbd']

/** Whether two disks named in pods are the same one, used so that no node may have both. Source: volumerestrictions. */
export function clash(a: JsonObject, b: JsonObject): boolean {
  return SORTS.some((sort) => isSame(a, b, sort)) || clashOfBlocks(a, b)
}

interface Sort {
  readonly kind: string
  /** Names the disk. */
  readonly field: string
  /** Whether many may read it at once. */
  readonly isShared: boolean
}

const SORTS: readonly Sort[] = [
  { kind: 'gcePersistentDisk', field: 'pdName', isShared: true },
  { kind: 'awsElasticBlockStore', field: 'volumeID', isShared: false },
  { kind: 'iscsi', field: 'iqn', isShared: true },
]

function isSame(a: JsonObject, b: JsonObject, { kind, field, isShared }: Sort): boolean {
  if (a[kind] === undefined || b[kind] === undefined) return false
  const [one, other] = [mapAt(a, kind), mapAt(b, kind)]
  const isReadOnly = isTrue(one, 'readOnly') && isTrue(other, 'readOnly')
  return textAt(one, field) === textAt(other, field) && !(isShared && isReadOnly)
}

function clashOfBlocks(a: JsonObject, b: JsonObject): boolean {
  if (a['rbd'] === undefined || b['rbd'] === undefined) return false
  const [one, other] = [mapAt(a, 'rbd'), mapAt(b, 'rbd')]
  const isSame = (textAt(one, 'pool') || 'rbd') === (textAt(other, 'pool') || 'rbd') && one['image'] === other['image']
  const monitors = new Set(listOf(one))
  return (
    isSame &&
    listOf(other).some((name) => monitors.has(name)) &&
    !(isTrue(one, 'readOnly') && isTrue(other, 'readOnly'))
  )
}

function listOf(block: JsonObject): readonly string[] {
  const monitors = block['monitors']
  return Array.isArray(monitors) ? monitors.map(String) : []
}
