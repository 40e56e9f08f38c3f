import type { ResourceType } from '#client'
import { asMap } from '#kinds'
import { type KubeObject, valueAt } from '#kube'
import { labelsOf, matchesLabels } from '../select.ts'
import { types } from '../types.ts'

/** What ReplicaSets and ReplicationControllers differ in: both keep a number of pods. */
export interface ReplicaKind {
  /** Of the controller. */
  readonly name: string
  /** In whose name events are told. */
  readonly component: string
  readonly type: ResourceType
  readonly apiVersion: string
  readonly kind: string
  /** Whether its status tells how many pods are on their way out. */
  readonly countsTerminating: boolean
  selects(owner: KubeObject, object: KubeObject): boolean
}

/** Both kinds. */
export const replicaKinds: readonly ReplicaKind[] = [
  {
    name: 'replicaset',
    component: 'replicaset-controller',
    type: types.replicaSets,
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    countsTerminating: true,
    selects: (owner, object) => matchesLabels(valueAt(owner, 'spec', 'selector'), object),
  },
  {
    name: 'replicationcontroller',
    component: 'replication-controller',
    type: types.replicationControllers,
    apiVersion: 'v1',
    kind: 'ReplicationController',
    countsTerminating: false,
    selects: (owner, object) => hasLabels(object, Object.entries(asMap(valueAt(owner, 'spec', 'selector')))),
  },
]

/** No labels at all select nothing. */
function hasLabels(object: KubeObject, wanted: readonly (readonly [string, unknown])[]): boolean {
  const labels = labelsOf(object)
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)
}
