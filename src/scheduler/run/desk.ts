import type { Context } from '#reconcile'
import type { ClusterState } from '../cluster/cluster-state.ts'
import type { Nominations } from '../cluster/nominations.ts'
import type { Profile } from '../cycle/profile.ts'
import type { SchedulingQueue } from '../queue/queue.ts'

/** Everything a running scheduler has in its hands. */
export interface Desk {
  readonly context: Context
  readonly profiles: ReadonlyMap<string, Profile>
  readonly state: ClusterState
  readonly queue: SchedulingQueue
  readonly nominations: Nominations
  /** Looks at the queue, soon. */
  nudge(): void
}
