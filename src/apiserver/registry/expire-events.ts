import { type KubeObject, StatusError } from '#kube'
import { nextTurn } from '../flow/next-turn.ts'
import type { CacheEntry } from './cache/entry.ts'
import { type Core, cacheOf } from './core.ts'

/** Takes events away an hour after they were last written. Returns how to stop. */
export function expireEvents(core: Core, lifeMs = 3_600_000): () => void {
  const times: WriteTimes = { sinceRevision: core.cache.revision, of: new Map() }
  let cancel = () => {}
  const sweep = () => {
    cancel = core.clock.setTimer(sweepMs, () => {
      sweepOnce(core, lifeMs, times).then(sweep, sweep)
    })
  }
  sweep()
  return () => cancel()
}

/** When each event was last written. */
interface WriteTimes {
  /** What is newer came while this server looked: it is as old as the look that saw it first. */
  readonly sinceRevision: number
  /** By key; an event is read once for each of its revisions. */
  readonly of: Map<string, { readonly revision: number; readonly writtenMs: number }>
}

/** One round: every event that is too old goes. */
async function sweepOnce(core: Core, lifeMs: number, times: WriteTimes): Promise<void> {
  const kind = core.registry.kinds.find('', 'v1', 'events')
  if (kind === undefined) return
  const nowMs = core.clock.now()
  const entries = cacheOf(core, kind).list('')
  if (entries.length < times.of.size) times.of.clear()
  for (const [at, entry] of entries.entries()) {
    if (at % SLICE === SLICE - 1) await nextTurn()
    if (timeOf(entry, times, nowMs) > nowMs - lifeMs || core.closing.aborted) continue
    const { name, namespace } = entry
    const deleteOptions = { preconditions: { resourceVersion: String(entry.revision) } }
    const options = { user: server, isInternal: true, deleteOptions }
    await core.registry.remove({ kind, name, namespace }, options).catch(unlessRefused)
    times.of.delete(entry.key)
  }
}

const server = { name: 'system:apiserver', groups: ['system:masters'] }

function timeOf(entry: CacheEntry, { sinceRevision, of }: WriteTimes, nowMs: number): number {
  const { key, revision } = entry
  const known = of.get(key)
  if (known?.revision === revision) return known.writtenMs
  const writtenMs = revision > sinceRevision ? nowMs : writtenAt(entry.copy())
  of.set(key, { revision, writtenMs })
  return writtenMs
}

const sweepMs = 60_000
/** So many events are looked at before others have a turn. */
const SLICE = 500

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
