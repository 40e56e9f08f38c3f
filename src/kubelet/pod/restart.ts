import { textAt } from '#kinds'
import { printGoDuration } from '#kube'
import { inBackOff, nextBackOff } from './back-off.ts'
import { type ContainerRecord, isRunning } from './record.ts'
import { podText, restartsAfter, type SpecContainer } from './spec.ts'
import { tell, type Work } from './work.ts'

/** Whether a container that does not run is to run: it never did, or it is to run again. */
export function isWanted({ pod }: Work, container: SpecContainer, record: ContainerRecord): boolean {
  if (isRunning(record) || record.isStopping) return false
  if (record.exit === undefined) return true
  // a container whose definition changed runs again whatever its policy says
  if (container.role !== 'ephemeral' && record.image !== textAt(container.spec, 'image')) return true
  return restartsAfter(container, pod, record.exit.exitCode)
}

/**
 * When a container that is wanted may be started, in milliseconds since the epoch; while it has to wait for having failed
 * its status and an Event say so (mutates). Source: kubernetes kuberuntime `doBackOff`.
 */
export function startAtMs(work: Work, container: SpecContainer, record: ContainerRecord): number {
  const now = work.context.clock.now()
  const { exit, restarts } = record
  if (record.retryAtMs > now) return record.retryAtMs
  if (exit === undefined || restarts === undefined || !inBackOff(restarts, exit.finishedAtMs, now)) return now
  if (record.waiting?.reason !== 'CrashLoopBackOff') {
    const span = printGoDuration(restarts.delayMs)
    const pod = podText(work.pod)
    record.waiting = {
      reason: 'CrashLoopBackOff',
      message: `back-off ${span} restarting failed container=${container.name} pod=${pod}`,
    }
    const message = `Back-off restarting failed container ${container.name} in pod ${pod}`
    tell(work, { type: 'Warning', reason: 'BackOff', message }, container)
  }
  return exit.finishedAtMs + restarts.delayMs
}

/** Counts a start after an end (mutates): the next one waits longer. */
export function countRestart(work: Work, record: ContainerRecord): void {
  if (record.exit !== undefined) record.restarts = nextBackOff(record.restarts, work.context.clock.now())
}
