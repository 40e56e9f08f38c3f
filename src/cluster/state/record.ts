import { ClusterError } from '../error.ts'
import { readIfPresent, writeDurably } from './file.ts'
import type { ClusterFolder } from './folder.ts'

/** What a cluster was made with; kept beside its store, so that every start is like the first. */
export interface ClusterRecord {
  readonly runtime: 'simulated'
  /** How many simulated nodes. */
  readonly nodes?: number
  /** Whether it tells itself what pods and nodes use. */
  readonly metrics?: boolean
  readonly store: StoreChoice
  readonly serviceCidr: string
  readonly podCidr?: string
  readonly host: string
  /** The port it had last. */
  readonly port: number
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** Kubeconfig files that its context was merged into. */
  readonly kubeconfigs: readonly string[]
}

/** Where objects are kept. */
export type StoreChoice =
  | { readonly type: 'memory' }
  | { readonly type: 'sqlite' }
  | { readonly type: 'etcd'; readonly endpoints: readonly [string, ...string[]] }

/** The record of a cluster; undefined when it was never started. Throws ClusterError `io`. */
export async function readRecord(folder: ClusterFolder): Promise<ClusterRecord | undefined> {
  const text = await readIfPresent(folder.record)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as ClusterRecord
  } catch (error) {
    throw new ClusterError('io', `${folder.record} – not readable as JSON`, {
      hint: 'berth cluster delete makes room',
      cause: error,
    })
  }
}

/** Keeps the record. Throws ClusterError `io`. */
export async function writeRecord(folder: ClusterFolder, record: ClusterRecord): Promise<void> {
  await writeDurably(folder.record, `${JSON.stringify(record, undefined, 2)}\n`)
}

/** `memory`, `sqlite`, or addresses of etcd separated by commas (with or without `etcd://`). Throws ClusterError `bad-option`. */
export function readStoreChoice(text: string): StoreChoice {
  if (text === 'memory' || text === 'sqlite') return { type: text }
  const [first = '', ...others] = text.split(',').map((one) => one.trim())
  const endpoints: [string, ...string[]] = [first, ...others]
  if (endpoints.every((one) => /^https?:\/\/[^/]+$/.test(one))) return { type: 'etcd', endpoints }
  throw new ClusterError('bad-option', `store "${text}" is not usable`, {
    hint: 'expected sqlite, memory, or addresses of etcd such as http://127.0.0.1:2379',
  })
}

/** The other way round. */
export function storeText(choice: StoreChoice): string {
  return choice.type === 'etcd' ? choice.endpoints.join(',') : choice.type
}
