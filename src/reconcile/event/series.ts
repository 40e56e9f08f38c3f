import { microTimeText } from '#kube'
import type { EventNote, Reference } from './note.ts'
import { RecentMap } from './recent.ts'

/** How often one thing happened, after its first time. */
export interface Series {
  readonly name: string
  readonly count: number
  readonly lastObservedTime: string
}

interface Tally {
  readonly name: string
  count: number
  lastMs: number
  /** The count that was written last. */
  writtenCount: number
  writtenMs: number
}

/** Counts what happens again and again. */
export interface SeriesTable {
  /** Undefined: it is the first of its kind, and `name` will be its Event's. Else what is to be written of it, if anything. */
  take(key: string, name: string, nowMs: number): { readonly series: Series | undefined } | undefined
  /** Series that are to be written again, or a last time; those that are over are forgotten. */
  sweep(nowMs: number): readonly Series[]
  readonly size: number
}

const MAX_KEPT = 4096
const FINISHED_MS = 6 * 60_000
const REFRESH_MS = 30 * 60_000

/** Without any. Source: client-go tools/events `eventBroadcasterImpl`. */
export function createSeriesTable(): SeriesTable {
  const tallies = new RecentMap<Tally>(MAX_KEPT)
  const write = (tally: Tally, nowMs: number): Series => {
    tally.writtenCount = tally.count
    tally.writtenMs = nowMs
    return { name: tally.name, count: tally.count, lastObservedTime: microTimeText(tally.lastMs) }
  }
  return {
    take: (key, name, nowMs) => {
      const tally = tallies.get(key)
      if (tally === undefined) {
        tallies.set(key, { name, count: 1, lastMs: nowMs, writtenCount: 1, writtenMs: nowMs })
        return undefined
      }
      tally.count++
      tally.lastMs = nowMs
      // the second one makes it a series; later ones are only counted
      return { series: tally.count === 2 ? write(tally, nowMs) : undefined }
    },
    sweep: (nowMs) => {
      const due: Series[] = []
      for (const [key, tally] of tallies.entries()) {
        const isOver = nowMs - tally.lastMs >= FINISHED_MS
        const isStale = tally.count > tally.writtenCount && (isOver || nowMs - tally.writtenMs >= REFRESH_MS)
        if (isStale) due.push(write(tally, nowMs))
        if (isOver) tallies.delete(key)
      }
      return due
    },
    get size() {
      return tallies.size
    },
  }
}

/** What makes two things that happened the same: all but their text and time. */
export function seriesKey(component: string, regarding: Reference, note: EventNote): string {
  const { kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath = '' } = regarding
  const related = note.related
  const other = related === undefined ? '' : `${related.kind}/${related.metadata.name}`
  const object = [kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath]
  return [component, note.host ?? '', note.type, note.reason, note.action ?? '', other, ...object].join('\n')
}
