import type { Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'
import { claimsOf, isOfOwnClaim } from './volume-claims.ts'
import { planVolumes } from './volume-plan.ts'

const NAME = 'VolumeBinding'
const UNBOUND = 'pod has unbound immediate PersistentVolumeClaims'

/** Nodes from which the pod's volumes are reached, or where they can be had. */
export const volumeBinding: Plugin = {
  name: NAME,
  filter: ({ pod, listed }) => {
    if (pod.volumes.claims.length === 0) return undefined
    const claims = claimsOf(pod, listed)
    if (typeof claims === 'string') return rejection([claims])
    if (claims.immediate.length > 0) return rejection([UNBOUND])
    return {
      check: ({ object }) => {
        const plan = object === undefined ? [] : planVolumes(claims, object, listed)
        return 'bindings' in plan ? undefined : rejection(plan)
      },
    }
  },
  wakes: {
    Node: (_, { after }) => after !== undefined,
    StorageClass: () => true,
    PersistentVolumeClaim: isOfOwnClaim,
    PersistentVolume: () => true,
    CSINode: () => true,
    CSIDriver: () => true,
    CSIStorageCapacity: (_, { after }) => after !== undefined,
    TargetPod: () => true,
  },
}

function rejection(reasons: readonly string[]): Rejection {
  return { plugin: NAME, reasons, isFinal: true }
}
