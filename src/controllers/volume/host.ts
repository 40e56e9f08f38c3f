import type { KubeObject } from '#kube'

/**
 * The machines behind local volumes: who runs containers makes and removes their directories. Volumes are told as
 * PersistentVolume objects, whose `spec.hostPath.path` or `spec.local.path` and node affinity say where. Each may be called
 * again after it was cut short; what is thrown is told to the user. Without a host volumes are kept account of, no more.
 */
export interface VolumeHost {
  /** Makes the directory of a new volume. */
  make(volume: KubeObject): Promise<void>
  /** Removes it with all that is in it; one that is gone is no error. */
  remove(volume: KubeObject): Promise<void>
  /** Empties it. */
  wipe(volume: KubeObject): Promise<void>
  /** Makes room for the size in `spec.capacity`; `on-node` when the node's kubelet has to finish that. */
  grow(volume: KubeObject): Promise<'done' | 'on-node'>
}
