/**
 * A cluster put together from its parts, in one process: store, API server, controllers, a node. Options go in; a running
 * cluster, or the state of one that runs elsewhere, comes out. Everything it keeps is in one directory.
 */
export { type Program, runInBackground } from './background/run.ts'
export { stopCluster } from './background/stop.ts'
export { realClock } from './clock.ts'
export { ClusterError, type ClusterErrorCode } from './error.ts'
export { clusterHealth } from './health.ts'
export type { ClusterOptions, TraceLine } from './options.ts'
export { deleteCluster, resetCluster } from './remove.ts'
export { rotateEncryptionKeys } from './rotate-keys.ts'
export { kubeconfigText, shareKubeconfig, type UserKubeconfig } from './share-kubeconfig.ts'
export { restoreClusterSnapshot } from './snapshot/restore.ts'
export { type SnapshotInfo, saveClusterSnapshot } from './snapshot/save.ts'
export { type Cluster, startCluster } from './start.ts'
export { type ClusterFolder, clusterFolder, contextName, DEFAULT_NAME, dataHome } from './state/folder.ts'
export type { Owner } from './state/lock.ts'
export { readStoreChoice, type StoreChoice } from './state/record.ts'
export { type ClusterStatus, clusterStatus, listClusters } from './status.ts'
