import type { Client, RestMapper } from '#client'
import type { Clock } from '#kube'
import type { ReleaseDriver } from './driver.ts'
import type { ReleaseEvent } from './event.ts'

/** A process, and what it can tell of others on its machine. */
export interface OwnProcess {
  /** Names this process, and no other on any machine. */
  readonly id: string
  /** Whether the process of that name has ended; undefined when it cannot be seen from here. */
  isGone(id: string): boolean | undefined
}

/** Everything an action touches; made once by the face, or by a test. */
export interface ReleaseWorld {
  readonly client: Client
  readonly mapper: RestMapper
  readonly driver: ReleaseDriver
  /** The namespace of the release: of its record, its lease, and of objects that name none. */
  readonly namespace: string
  readonly clock: Clock
  /** Who acts, for the lease: `user@host (pid)`. */
  readonly identity: string
  /** This process among those of the machine, so that one that was killed is known as dead at once. */
  readonly process?: OwnProcess
  /** Between 0 and 1. */
  readonly random: () => number
  /** RFC 3339 with nanoseconds in the local zone, as Helm writes times into records. */
  readonly timeText: (nowMs: number) => string
  /** Told of everything that happens; the face draws it. */
  readonly report: (event: ReleaseEvent) => void
  /** Fires on SIGINT and SIGTERM: the action marks its record failed and ends. */
  readonly signal: AbortSignal
}

/** The part of a world that reads and writes objects. */
export type ObjectWorld = Pick<
  ReleaseWorld,
  'client' | 'mapper' | 'namespace' | 'clock' | 'random' | 'report' | 'signal'
>
