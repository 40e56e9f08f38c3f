import { type Cluster, startCluster } from './start.ts'

export { type Authority, createAuthority } from './certificate/door.ts'

/** Runs `work` on a cluster in memory that only this process reaches, and stops it afterwards. */
export async function withCluster<T>(work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await startCluster({ listens: false })
  try {
    return await work(cluster)
  } finally {
    await cluster.stop()
  }
}
