import type { ResourceType } from '#client'
import type { KubeObject } from '#kube'
import type { Context } from '#reconcile'
import type { Listed } from '../cluster/listed.ts'
import { types } from '../types.ts'

/** What the caches hold; `reserved` names volumes that are given away already. */
export function listedOf(context: Context, reserved: ReadonlySet<string>): Listed {
  const cache = (type: ResourceType) => context.informer(type).cache
  const at = (type: ResourceType) => (name: string) => cache(type).get('', name)
  return {
    claim: (namespace, name) => cache(types.persistentVolumeClaims).get(namespace, name),
    volume: at(types.persistentVolumes),
    volumes: () => cache(types.persistentVolumes).list(),
    reservedVolumes: () => reserved,
    storageClass: at(types.storageClasses),
    csiNode: at(types.csiNodes),
    csiDriver: at(types.csiDrivers),
    capacities: () => cache(types.csiCapacities).list(),
    attachments: () => cache(types.volumeAttachments).list(),
    services: (namespace) => cache(types.services).list(namespace),
    budgets: (namespace) => cache(types.disruptionBudgets).list(namespace),
    workload: (kind, namespace, name): KubeObject | undefined => {
      const type = WORKLOADS[kind]
      return type && cache(type).get(namespace, name)
    },
  }
}

const WORKLOADS: Readonly<Record<string, ResourceType>> = {
  ReplicationController: types.replicationControllers,
  ReplicaSet: types.replicaSets,
  StatefulSet: types.statefulSets,
}
