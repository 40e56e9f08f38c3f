import { mapAt } from '#kinds'
import { wait } from '../wait.ts'
import { type ContainerRecord, isRunning } from './record.ts'
import { containersOf, graceSeconds, type SpecContainer } from './spec.ts'
import { tell, type Work } from './work.ts'

/** How one container is stopped. */
export interface Stop {
  readonly record: ContainerRecord
  /** What the Event says. */
  readonly message: string
  readonly graceMs: number
}

/** Runs the hook before the end and ends the container; fulfilled once it has ended. */
export async function stopContainer(
  work: Work,
  container: SpecContainer,
  { record, message, graceMs }: Stop,
): Promise<void> {
  if (!isRunning(record) || record.isStopping) return
  record.isStopping = true
  const { runtime, context } = work
  tell(work, { type: 'Normal', reason: 'Killing', message }, container)
  const startedAtMs = context.clock.now()
  try {
    await preStop(work, container, { record, message, graceMs })
    const leftMs = Math.max(LEAST_MS, graceMs - (context.clock.now() - startedAtMs))
    await runtime.stopContainer(record.id, graceMs === 0 ? 0 : leftMs)
  } finally {
    record.isStopping = false
  }
}

/** What a container gets after its hook whatever that took. */
const LEAST_MS = 2000

async function preStop(work: Work, container: SpecContainer, { record, graceMs }: Stop): Promise<void> {
  const hook = mapAt(container.spec, 'lifecycle')['preStop']
  if (hook === undefined || hook === null || graceMs === 0) return
  try {
    const run = work.runtime.runHook(record.id, mapAt(container.spec, 'lifecycle', 'preStop'))
    await Promise.race([run, wait(work.context.clock, graceMs)])
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    tell(work, { type: 'Warning', reason: 'FailedPreStopHook', message: `PreStopHook failed: ${why}` }, container)
  }
}

/** Ends everything in a pod: its containers together, then its sidecars, the last one first. */
export async function stopAll(work: Work): Promise<void> {
  const graceMs = graceSeconds(work.pod) * 1000
  const startedAtMs = work.context.clock.now()
  const all = containersOf(work.pod)
  const stop = async (container: SpecContainer): Promise<void> => {
    const record = work.record.containers.get(container.name)
    if (record === undefined) return
    const leftMs = Math.max(0, graceMs - (work.context.clock.now() - startedAtMs))
    await stopContainer(work, container, { record, message: `Stopping container ${container.name}`, graceMs: leftMs })
  }
  await Promise.all(all.filter(({ role }) => role !== 'sidecar').map(stop))
  for (const sidecar of all.filter(({ role }) => role === 'sidecar').reverse()) await stop(sidecar)
}
