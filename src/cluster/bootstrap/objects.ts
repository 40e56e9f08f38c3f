import { type Client, coreType, type ResourceType } from '#client'
import type { KubeObject } from '#kube'
import { ensure } from './create.ts'

const priorityClasses: ResourceType = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  resource: 'priorityclasses',
  kind: 'PriorityClass',
  isNamespaced: false,
}
const serviceCidrs: ResourceType = {
  group: 'networking.k8s.io',
  version: 'v1',
  resource: 'servicecidrs',
  kind: 'ServiceCIDR',
  isNamespaced: false,
}

const storageClasses: ResourceType = {
  group: 'storage.k8s.io',
  version: 'v1',
  resource: 'storageclasses',
  kind: 'StorageClass',
  isNamespaced: false,
}

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system']
const PRIORITIES: readonly (readonly [string, number, string])[] = [
  [
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ],
  [
    'system-node-critical',
    2_000_001_000,
    'Used for system critical pods that must not be moved from their current node.',
  ],
]

/** Objects that every cluster has from the start: namespaces, the two system priorities, the range of service addresses, a default storage class. */
export async function createFirstObjects(client: Client, serviceCidr: string): Promise<void> {
  const namespaces = NAMESPACES.map((name) =>
    ensure(client, coreType('namespaces', 'Namespace', false), namespaceNamed(name)),
  )
  await Promise.all([
    ...namespaces,
    ...PRIORITIES.map(([name, value, description]) =>
      ensure(client, priorityClasses, priority(name, value, description)),
    ),
    ensure(client, serviceCidrs, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'ServiceCIDR',
      metadata: { name: 'kubernetes' },
      spec: { cidrs: [serviceCidr] },
    }),
    ensure(client, storageClasses, LOCAL_PATH),
  ])
}

/** Directories on the nodes; as everywhere there is one class for claims that name none. */
const LOCAL_PATH: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'berth.dev/local-path',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
}

function namespaceNamed(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

function priority(name: string, value: number, description: string): KubeObject {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description }
}
