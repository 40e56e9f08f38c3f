import type { Clock } from '#kube'
import type { AuditFiles } from './server/audit.ts'
import type { WaysIn } from './server/authentication.ts'
import type { StoreChoice } from './state/record.ts'

/** What a cluster is started with. What is absent is as at the last start, or the default. */
export interface ClusterOptions {
  /** `berth` unless told. */
  readonly name?: string
  /** Directory with the clusters of a user; absent: nothing is kept, the store is memory. */
  readonly home?: string
  /** `sqlite` where there is a directory, else `memory`. */
  readonly store?: StoreChoice | 'memory' | 'sqlite'
  /** What runs pods; only `simulated` for now. */
  readonly runtime?: 'simulated'
  /** Whether simulated jobs and init containers that say nothing of themselves end well; they run on unless told. */
  readonly endsTasks?: boolean
  /** Whether simulated pods that webhooks lead to let everything pass; nobody answers there unless told. */
  readonly allowsWebhooks?: boolean
  /** How many simulated nodes; 1 unless told. */
  readonly nodes?: number
  /** Whether the cluster tells itself what pods and nodes use (metrics.k8s.io); no unless told. */
  readonly metrics?: boolean
  /** File with a KubeSchedulerConfiguration. */
  readonly schedulerConfig?: string
  /** Address to listen on; 127.0.0.1 unless told. */
  readonly host?: string
  /** Port to listen on: 0 takes a free one; absent: the last one, or 6443 and the next ones. */
  readonly port?: number
  /** False: reached inside this process alone. */
  readonly listens?: boolean
  /** Range of service addresses; 10.96.0.0/12 unless told. */
  readonly serviceCidr?: string
  /** Range of pod addresses, of which each node has a /24; 10.244.0.0/14 unless told. */
  readonly podCidr?: string
  /** Folder of another control plane on the same store, whose authorities and keys are taken. */
  readonly joins?: string
  /** Absent: nothing is written down. */
  readonly audit?: AuditFiles
  /** Further ways to say who one is, beside certificates and service accounts. */
  readonly authentication?: WaysIn
  readonly clock?: Clock
  /** Hears one line for each thing worth telling. */
  readonly trace?: (line: TraceLine) => void
}

/** One line of the log: a constant message and fields. */
export interface TraceLine {
  readonly message: string
  readonly fields: Readonly<Record<string, string | number | boolean>>
}

/** Everything decided. */
export interface SettledOptions
  extends Required<
    Omit<
      ClusterOptions,
      'home' | 'port' | 'store' | 'listens' | 'audit' | 'authentication' | 'joins' | 'schedulerConfig'
    >
  > {
  readonly store: StoreChoice
  readonly port: number | undefined
  readonly listens: boolean
  readonly audit: AuditFiles | undefined
  readonly authentication: WaysIn
  readonly joins: string | undefined
  readonly schedulerConfig: string | undefined
}
