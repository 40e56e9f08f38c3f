import type { Clock } from '#kube'
import type { ClusterEntry } from './kubeconfig.ts'
import type { FindProxy } from './proxy.ts'

/** What the ways to sign in may need. */
export interface UserContext {
  readonly clock: Clock
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly findProxy?: FindProxy | undefined
  /** Whether a plugin may ask a person. */
  readonly isInteractive: boolean
  readonly cluster: ClusterEntry & { readonly authority?: string | undefined }
  /** Where the entry stands: renewed tokens are written back there. */
  readonly place?: { readonly file: string; readonly name: string }
}
