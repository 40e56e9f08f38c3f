import type { KubeObject } from '#kube'

/** Objects beside nodes and pods that decisions look at, as they are now. */
export interface Listed {
  claim(namespace: string, name: string): KubeObject | undefined
  volume(name: string): KubeObject | undefined
  volumes(): readonly KubeObject[]
  /** Names of volumes that claims of pods on their way to a node get. */
  reservedVolumes(): Iterable<string>
  storageClass(name: string): KubeObject | undefined
  csiNode(name: string): KubeObject | undefined
  csiDriver(name: string): KubeObject | undefined
  capacities(): readonly KubeObject[]
  attachments(): readonly KubeObject[]
  services(namespace: string): readonly KubeObject[]
  budgets(namespace: string): readonly KubeObject[]
  /** The owner of a pod: a ReplicationController, ReplicaSet or StatefulSet. */
  workload(kind: string, namespace: string, name: string): KubeObject | undefined
}
