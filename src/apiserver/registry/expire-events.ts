import { type KubeObject, StatusError } from '#kube'
import type { Core } from './core.ts'

/** Takes events away an hour after they were last written. Returns how to stop. */
export function expireEvents(core: Core, lifeMs = 3_600_000): () => void {
  let cancel = () => {}
  const sweep = () => {
    cancel = core.clock.setTimer(sweepMs, () => {
      sweepOnce(core, lifeMs).then(sweep, sweep)
    })
  }
  sweep()
  return () => cancel()
}

/** One round: every event that is too old goes. */
export async function sweepOnce(core: Core, lifeMs: number): Promise<void> {
  const kind = core.registry.kinds.find('', 'v1', 'events')
  if (kind === undefined) return
  const oldest = core.clock.now() - lifeMs
  for (const event of core.registry.readAll(kind)) {
    if (writtenAt(event) > oldest || core.closing.aborted) continue
    const { name, namespace } = event.metadata
    const target = { kind, name, namespace: typeof namespace === 'string' ? namespace : '' }
    const precondition = { preconditions: { resourceVersion: event.metadata['resourceVersion'] ?? '' } }
    const options = {
      user: { name: 'system:apiserver', groups: ['system:masters'] },
      isInternal: true,
      deleteOptions: precondition,
    }
    await core.registry.remove(target, options).catch(unlessRefused)
  }
}

const sweepMs = 60_000

/** The newest time that an event tells of itself, in milliseconds. */
function writtenAt(event: KubeObject): number {
  const series = event['series']
  const last =
    typeof series === 'object' && series !== null
      ? (series as { lastObservedTime?: unknown }).lastObservedTime
      : undefined
  const times = [event.metadata['creationTimestamp'], event['lastTimestamp'], last, ...managedTimes(event)]
  return Math.max(0, ...times.map((time) => (typeof time === 'string' ? Date.parse(time) || 0 : 0)))
}

/** Whoever wrote it noted when. */
function managedTimes({ metadata }: KubeObject): readonly unknown[] {
  const entries = metadata['managedFields']
  if (!Array.isArray(entries)) return []
  return entries.map((entry) =>
    typeof entry === 'object' && entry !== null ? (entry as { time?: unknown }).time : undefined,
  )
}

/** Somebody wrote or removed it meanwhile: the next round will see. */
function unlessRefused(cause: unknown): void {
  if (!(cause instanceof StatusError)) throw cause
}
