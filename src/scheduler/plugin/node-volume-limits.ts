import { mapAt, mapsAt, numberAt, textAt } from '#kinds'
import { type KubeObject, storageClassOf } from '#kube'
import type { Listed } from '../cluster/listed.ts'
import type { NodeInfo } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import type { Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'
import { isOfOwnClaim, volumeNameOf } from './volume-claims.ts'

const NAME = 'NodeVolumeLimits'
const FULL: Rejection = { plugin: NAME, reasons: ['node(s) exceed max volume count'], isFinal: false }

/** A node has no more volumes of a CSI driver than its CSINode says it can have. */
export const nodeVolumeLimits: Plugin = {
  name: NAME,
  filter: ({ pod, listed }) => {
    if (pod.volumes.claims.length === 0) return undefined
    const wanted = volumesOf(pod, listed)
    return wanted.size === 0 ? undefined : { check: (node) => (isFull(node, wanted, listed) ? FULL : undefined) }
  },
  wakes: {
    CSINode: () => true,
    AssignedPod: (pod, { after }) => after === undefined && pod.volumes.claims.length > 0,
    PersistentVolumeClaim: isOfOwnClaim,
    VolumeAttachment: (_, { after }) => after === undefined,
  },
}

/** Drivers by what tells volumes apart. */
type Volumes = ReadonlyMap<string, string>

function volumesOf(pod: PodInfo, listed: Listed): Volumes {
  const volumes = new Map<string, string>()
  for (const { name } of pod.volumes.claims) {
    const claim = listed.claim(pod.namespace, name)
    const found = claim && driverOf(claim, listed)
    if (found !== undefined) volumes.set(`${found.driver}/${found.handle}`, found.driver)
  }
  return volumes
}

/** A claim without a volume counts for the driver that would make one. */
function driverOf(claim: KubeObject, listed: Listed): { readonly driver: string; readonly handle: string } | undefined {
  const csi = mapAt(listed.volume(volumeNameOf(claim)), 'spec', 'csi')
  if (csi['driver'] !== undefined) return { driver: textAt(csi, 'driver'), handle: textAt(csi, 'volumeHandle') }
  const driver = textAt(listed.storageClass(storageClassOf(claim)) ?? {}, 'provisioner')
  if (driver === '' || volumeNameOf(claim) !== '') return undefined
  return { driver, handle: `${textAt(claim.metadata, 'namespace')}/${claim.metadata.name}` }
}

function isFull(node: NodeInfo, wanted: Volumes, listed: Listed): boolean {
  const drivers = mapsAt(mapAt(listed.csiNode(node.name), 'spec'), 'drivers')
  const limits = new Map(
    drivers.map((driver) => [textAt(driver, 'name'), numberAt(mapAt(driver, 'allocatable'), 'count')]),
  )
  if (![...wanted.values()].some((driver) => limits.get(driver) !== undefined)) return false
  const present = attachedTo(node, listed)
  const added = [...wanted].filter(([volume]) => !present.has(volume))
  return [...new Set(added.map(([, driver]) => driver))].some((driver) => {
    const limit = limits.get(driver)
    const count = (volumes: Iterable<string>): number => [...volumes].filter((other) => other === driver).length
    return limit !== undefined && count(present.values()) + count(added.map(([, other]) => other)) > limit
  })
}

function attachedTo(node: NodeInfo, listed: Listed): Volumes {
  const present = new Map<string, string>()
  for (const pod of node.pods.values()) {
    if (pod.volumes.claims.length > 0)
      for (const [volume, driver] of volumesOf(pod, listed)) present.set(volume, driver)
  }
  for (const attachment of listed.attachments()) {
    const spec = mapAt(attachment, 'spec')
    if (textAt(spec, 'nodeName') !== node.name) continue
    const csi = mapAt(listed.volume(textAt(mapAt(spec, 'source'), 'persistentVolumeName')), 'spec', 'csi')
    if (csi['driver'] !== undefined)
      present.set(`${textAt(csi, 'driver')}/${textAt(csi, 'volumeHandle')}`, textAt(csi, 'driver'))
  }
  return present
}
