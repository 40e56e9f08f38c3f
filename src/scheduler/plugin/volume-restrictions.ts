import { mapAt, textsAt } from '#kinds'
import type { NodeInfo } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import { clash } from '../pod/volumes.ts'
import type { Cycle, Filter, Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'
import { isOfOwnClaim } from './volume-claims.ts'

const NAME = 'VolumeRestrictions'
const TAKEN: Rejection = { plugin: NAME, reasons: ['node(s) had no available disk'], isFinal: false }
const IN_USE: Rejection = {
  plugin: NAME,
  reasons: ['node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode'],
  isFinal: false,
}

/** Disks that only one may use are used by one: on a node, or in the whole cluster (ReadWriteOncePod). */
export const volumeRestrictions: Plugin = {
  name: NAME,
  filter: filterOf,
  wakes: {
    AssignedPod: (pod, { after }) => after === undefined && pod.volumes.disks.length + pod.volumes.claims.length > 0,
    PersistentVolumeClaim: isOfOwnClaim,
  },
}

function filterOf(cycle: Cycle): Filter | Rejection | undefined {
  const { claims, disks } = cycle.pod.volumes
  if (claims.length + disks.length === 0) return undefined
  const missing = claims.find(({ name }) => cycle.listed.claim(cycle.pod.namespace, name) === undefined)
  if (missing !== undefined) {
    return { plugin: NAME, reasons: [`persistentvolumeclaim "${missing.name}" not found`], isFinal: true }
  }
  const users = exclusiveClaims(cycle).map((name) => usersOf(cycle, name))
  if (users.length + disks.length === 0) return undefined
  return {
    check: (node) => {
      if (disks.length > 0 && hasClash(node, cycle.pod)) return TAKEN
      return users.some(({ total }) => total > 0) ? IN_USE : undefined
    },
  }
}

function exclusiveClaims({ pod, listed }: Cycle): readonly string[] {
  return pod.volumes.claims
    .map(({ name }) => name)
    .filter((name) =>
      textsAt(mapAt(listed.claim(pod.namespace, name), 'spec'), 'accessModes').includes('ReadWriteOncePod'),
    )
}

function usersOf({ state, pod }: Cycle, name: string): { readonly total: number } {
  const matches = (other: PodInfo): boolean => other.volumes.claims.some((claim) => claim.name === name)
  return state.count({ key: `claim ${pod.namespace}/${name}`, namespaces: [pod.namespace], matches })
}

function hasClash(node: NodeInfo, { volumes }: PodInfo): boolean {
  return [...node.pods.values()].some((other) =>
    other.volumes.disks.some((disk) => volumes.disks.some((own) => clash(own, disk))),
  )
}
