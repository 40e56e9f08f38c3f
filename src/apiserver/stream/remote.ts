import type { Readable, Writable } from 'node:stream'
import type { Clock } from '#kube'

/** Which streams a client wants. With a terminal there is no stderr of its own. */
export interface CommandStreams {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly tty: boolean
}

/** Size of a terminal, in characters. */
export interface TerminalSize {
  readonly width: number
  readonly height: number
}

/** The client's ends of a command, whatever protocol it speaks. */
export interface RemoteStreams {
  readonly stdin?: Readable
  readonly stdout?: Writable
  readonly stderr?: Writable
  onResize(listener: (size: TerminalSize) => void): void
  /** Aborted when the client is gone. */
  readonly closed: AbortSignal
}

/** How a command ended: with a code, or not at all for a reason. */
export type CommandEnd = { readonly exitCode: number } | { readonly problem: string }

/** Runs a command on a client's streams; what it writes must be complete when it resolves. */
export type RunCommand = (streams: RemoteStreams) => Promise<CommandEnd>

/** What serving a command needs. */
export interface CommandOptions {
  readonly streams: CommandStreams
  readonly clock: Clock
  readonly run: RunCommand
}
