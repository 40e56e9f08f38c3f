import { type ClusterOptions, startCluster, type TraceLine } from '#cluster'
import type { Session } from '../frame/session.ts'

/** Stopping lets go of clients, store and lock; after so long the process ends anyway. */
const STOP_MS = 20_000

/** Runs a cluster in this process until a signal comes. `onReady` is called once it answers. */
export async function runForeground(
  options: ClusterOptions,
  session: Session,
  onReady: () => Promise<unknown>,
): Promise<void> {
  const trace = (line: TraceLine): void => {
    if (isWorthTelling(line)) session.stderr.write(logText(line, session.now()))
  }
  surviveFaults(trace)
  session.extendGrace?.(STOP_MS)
  const startedAt = session.now()
  const cluster = await startCluster({ ...options, trace })
  await onReady()
  compileSooner()
  trace({
    message: 'ready',
    fields: { cluster: cluster.name, server: cluster.address ?? '', durationMs: session.now() - startedAt },
  })
  await new Promise<void>((resolve) => {
    if (session.signal.aborted) resolve()
    session.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await cluster.stop()
}

/** The executable is built for runs of some hundred milliseconds; what lives for days is worth compiling at the usual pace. */
function compileSooner(): void {
  const { Bun } = globalThis as { readonly Bun?: { readonly unsafe?: { setJITPolicy?(scale: number): void } } }
  Bun?.unsafe?.setJITPolicy?.(1)
}

/** A server goes on when one request's work fails where nobody waits for it; the log says where. */
function surviveFaults(trace: (line: TraceLine) => void): void {
  const tell = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    trace({ message: 'fault', fields: { error: text } })
  }
  process.on('uncaughtException', tell)
  process.on('unhandledRejection', tell)
}

/** Runs that did well are too many to tell. */
function isWorthTelling({ message, fields }: TraceLine): boolean {
  return message !== 'reconciled' || fields['result'] === 'failed' || fields['result'] === 'given-up'
}

/** `time message key=value …`, one line. */
function logText({ message, fields }: TraceLine, now: number): string {
  const words = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? JSON.stringify(value) : value}`,
  )
  return `${new Date(now).toISOString()} ${message} ${words.join(' ')}\n`
}
