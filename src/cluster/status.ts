import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { lifetimeOf } from './certificate/door.ts'
import { ClusterError } from './error.ts'
import { readIfPresent } from './state/file.ts'
import { type ClusterFolder, clusterFolder, clusterNames, contextName } from './state/folder.ts'
import { readOwner } from './state/lock.ts'
import { readRecord, storeText } from './state/record.ts'

/** How a cluster is. */
export interface ClusterStatus {
  readonly name: string
  readonly status: 'running' | 'starting' | 'stopped'
  readonly server: string
  readonly context: string
  readonly runtime: string
  /** How many simulated nodes it was last started with. */
  readonly nodes: number
  readonly store: string
  readonly pid?: number
  /** RFC 3339. */
  readonly startedAt?: string
  readonly createdAt: string
  readonly folder: string
  /** Where the process writes what it has to say. */
  readonly log: string
  readonly storeBytes: number
  /** When the first certificate ends, RFC 3339. */
  readonly certificatesUntil?: string
}

/** How a cluster is. Throws ClusterError `unknown-cluster`. */
export async function clusterStatus(folder: ClusterFolder): Promise<ClusterStatus> {
  const [record, owner] = await Promise.all([readRecord(folder), readOwner(folder)])
  if (record === undefined && owner === undefined) {
    throw new ClusterError('unknown-cluster', `there is no cluster "${folder.name}"`, {
      hint: 'berth cluster start makes one',
    })
  }
  const until = await certificatesUntil(folder)
  const server = owner?.address ?? (record === undefined ? '' : `https://${record.host}:${record.port}`)
  return {
    name: folder.name,
    status: owner === undefined ? 'stopped' : owner.address === undefined ? 'starting' : 'running',
    server,
    context: contextName(folder.name),
    runtime: record?.runtime ?? 'simulated',
    nodes: record?.nodes ?? 1,
    store: record === undefined ? '' : storeText(record.store),
    ...(owner !== undefined && { pid: owner.pid, startedAt: new Date(owner.startedAt).toISOString() }),
    createdAt: record === undefined ? '' : new Date(record.createdAt).toISOString(),
    folder: folder.path,
    log: folder.log,
    storeBytes: await storeBytes(folder),
    ...(until !== undefined && { certificatesUntil: until }),
  }
}

/** Every cluster of a data directory. */
export async function listClusters(home: string): Promise<readonly ClusterStatus[]> {
  const names = await clusterNames(home)
  const all = await Promise.all(names.map((name) => clusterStatus(clusterFolder(home, name)).catch(() => undefined)))
  return all.filter((status) => status !== undefined)
}

async function storeBytes(folder: ClusterFolder): Promise<number> {
  const sizes = ['', '-wal'].map(
    async (suffix) => (await stat(folder.store + suffix).catch(() => undefined))?.size ?? 0,
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

async function certificatesUntil(folder: ClusterFolder): Promise<string | undefined> {
  const names = ['ca', 'front-proxy-ca', 'apiserver', 'admin']
  const texts = await Promise.all(names.map((name) => readIfPresent(join(folder.certificates, `${name}.crt`))))
  const ends = texts.flatMap((text) => (text === undefined || text === '' ? [] : [lifetimeOf(text).notAfterMs]))
  return ends.length === 0 ? undefined : new Date(Math.min(...ends)).toISOString()
}
