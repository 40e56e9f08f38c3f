import { mapAt, mapsAt, textAt, textsAt } from '#kinds'
import { findVolume, type KubeObject, reaches, storageClassOf, storageSizeOf } from '#kube'
import type { Listed } from '../cluster/listed.ts'
import { selectorOf } from '../pod/term.ts'
import { type PodClaims, volumeNameOf } from './volume-claims.ts'

/** What is to be done for a pod's claims when it runs on a node. */
export interface VolumePlan {
  /** Volumes that are there, and whose they are to be. */
  readonly bindings: readonly { readonly claim: KubeObject; readonly volume: KubeObject }[]
  /** Claims that somebody makes a volume for, on that node. */
  readonly provisions: readonly KubeObject[]
}

const CONFLICT = "node(s) didn't match PersistentVolume's node affinity"
const NONE = "node(s) didn't find available persistent volumes to bind"
const NO_SPACE = 'node(s) did not have enough free storage'
const GONE = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'

/** The annotation by which a provisioner learns where a volume is needed. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

/** Plans for one node; reasons instead say why it cannot be. Source: volumebinding FindPodVolumes. */
export function planVolumes(claims: PodClaims, node: KubeObject, listed: Listed): VolumePlan | readonly string[] {
  const reasons = boundTrouble(claims.bound, node, listed)
  const bindings: VolumePlan['bindings'][number][] = []
  const provisions: KubeObject[] = []
  const taken = new Set(listed.reservedVolumes())
  for (const claim of bySize(claims.delayed)) {
    const selected = mapAt(claim.metadata, 'annotations')[SELECTED_NODE]
    if (selected !== undefined && selected !== node.metadata.name) return [...reasons, NONE]
    const volume = selected === undefined ? findVolume({ claim, node, taken, volumes: listed.volumes() }) : undefined
    if (volume === undefined) provisions.push(claim)
    else {
      taken.add(volume.metadata.name)
      bindings.push({ claim, volume })
    }
  }
  for (const claim of provisions) reasons.push(...provisionTrouble(claim, node, listed))
  return reasons.length > 0 ? [...new Set(reasons)] : { bindings, provisions }
}

function boundTrouble(bound: readonly KubeObject[], node: KubeObject, listed: Listed): string[] {
  const volumes = bound.map((claim) => listed.volume(volumeNameOf(claim)))
  if (volumes.includes(undefined)) return [GONE]
  return volumes.every((volume) => volume !== undefined && reaches(volume, node)) ? [] : [CONFLICT]
}

/** The smallest first: it leaves the large volumes to others. */
function bySize(claims: readonly KubeObject[]): readonly KubeObject[] {
  const sizeOf = (claim: KubeObject): bigint => storageSizeOf(mapAt(claim, 'spec', 'resources', 'requests')['storage'])
  return claims.length < 2 ? claims : [...claims].sort((a, b) => (sizeOf(a) < sizeOf(b) ? -1 : 1))
}

function provisionTrouble(claim: KubeObject, node: KubeObject, listed: Listed): readonly string[] {
  const storageClass = listed.storageClass(storageClassOf(claim))
  const provisioner = textAt(storageClass ?? {}, 'provisioner')
  if (storageClass === undefined || provisioner === '' || provisioner === 'kubernetes.io/no-provisioner') return [NONE]
  if (!isAllowed(storageClass, node)) return [NONE]
  return hasSpace(claim, { storageClass, provisioner, node, listed }) ? [] : [NO_SPACE]
}

function isAllowed(storageClass: KubeObject, node: KubeObject): boolean {
  const terms = mapsAt(storageClass, 'allowedTopologies')
  const labels = mapAt(node.metadata, 'labels')
  return (
    terms.length === 0 ||
    terms.some((term) =>
      mapsAt(term, 'matchLabelExpressions').every((wanted) =>
        textsAt(wanted, 'values').includes(textAt(labels, textAt(wanted, 'key'))),
      ),
    )
  )
}

interface Demand {
  readonly storageClass: KubeObject
  readonly provisioner: string
  readonly node: KubeObject
  readonly listed: Listed
}

/** Drivers that tell how much they have are asked. */
function hasSpace(claim: KubeObject, { storageClass, provisioner, node, listed }: Demand): boolean {
  const driver = listed.csiDriver(provisioner)
  if (mapAt(driver, 'spec')['storageCapacity'] !== true) return true
  const size = storageSizeOf(mapAt(claim, 'spec', 'resources', 'requests')['storage'])
  return listed.capacities().some((capacity) => {
    const most = capacity['maximumVolumeSize'] ?? capacity['capacity']
    const isHere = selectorOf(capacity['nodeTopology']).matches(mapAt(node.metadata, 'labels'))
    return (
      capacity['storageClassName'] === storageClass.metadata.name &&
      isHere &&
      most !== undefined &&
      storageSizeOf(most) >= size
    )
  })
}
