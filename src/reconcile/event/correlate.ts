import type { Clock } from '#kube'
import { createTokenBucket, type TokenBucket } from '../queue/token-bucket.ts'
import type { EventNote, Reference } from './note.ts'
import { RecentMap } from './recent.ts'

/** An Event before it is written. */
export interface Draft {
  readonly component: string
  readonly host: string
  readonly regarding: Reference
  readonly note: EventNote
}

/** What is to be written. */
export interface Observed {
  /** Of the first one of its kind; undefined: this is the first. */
  readonly name: string | undefined
  readonly count: number
  readonly firstMs: number
  readonly message: string
  /** Tells the name of the Event that was created, for those to come. */
  readonly keep: (name: string) => void
}

/** Makes of one Event what is to be written; undefined: nothing is. */
export type Correlate = (draft: Draft) => Observed | undefined

const MAX_KEPT = 4096
/** From so many different messages in that time on they are one. */
const SIMILAR = 10
const SIMILAR_MS = 600_000
const BURST = 25
const PER_SECOND = 1 / 300

interface Group {
  readonly messages: Set<string>
  lastMs: number
}

interface Seen {
  name: string | undefined
  count: number
  readonly firstMs: number
}

/**
 * Keeps Events few: equal ones are counted, those that differ in their message alone become one after the tenth in ten
 * minutes, and a source tells 25 of one object at once and one in five minutes after that. At most 4,096 of each are
 * remembered. Source: client-go tools/record `EventCorrelator`.
 */
export function createCorrelator(clock: Clock): Correlate {
  const groups = new RecentMap<Group>(MAX_KEPT)
  const seen = new RecentMap<Seen>(MAX_KEPT)
  const sources = new RecentMap<TokenBucket>(MAX_KEPT)
  return (draft) => {
    const { message, key } = aggregate(draft, groups, clock.now())
    const record = seen.get(key) ?? { name: undefined, count: 0, firstMs: clock.now() }
    record.count++
    seen.set(key, record)
    if (!isAllowed(draft, sources, clock)) return undefined
    const { name, count, firstMs } = record
    return {
      name,
      count,
      firstMs,
      message,
      keep: (made) => {
        record.name = made
      },
    }
  }
}

function aggregate(
  { component, host, regarding, note }: Draft,
  groups: RecentMap<Group>,
  nowMs: number,
): { readonly message: string; readonly key: string } {
  const { kind, namespace, name, uid, apiVersion, fieldPath = '' } = regarding
  const groupKey = [component, host, kind, namespace, name, uid, apiVersion, note.type, note.reason].join('\n')
  const present = groups.get(groupKey)
  const isFresh = present !== undefined && nowMs - present.lastMs <= SIMILAR_MS
  const group = isFresh ? present : { messages: new Set<string>(), lastMs: nowMs }
  group.messages.add(note.message)
  group.lastMs = nowMs
  groups.set(groupKey, group)
  if (group.messages.size < SIMILAR) return { message: note.message, key: `${groupKey}\n${fieldPath}\n${note.message}` }
  for (const one of group.messages) {
    group.messages.delete(one)
    break
  }
  return { message: `(combined from similar events): ${note.message}`, key: groupKey }
}

function isAllowed(
  { component, host, regarding, note }: Draft,
  sources: RecentMap<TokenBucket>,
  clock: Clock,
): boolean {
  const { kind, namespace, name, uid, apiVersion } = regarding
  const key = [component, host, kind, namespace, name, uid, apiVersion, note.type].join('\n')
  const bucket = sources.get(key) ?? createTokenBucket(clock, PER_SECOND, BURST)
  sources.set(key, bucket)
  return bucket.take()
}
