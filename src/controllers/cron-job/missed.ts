import { nextTime } from './next.ts'
import type { Schedule } from './schedule.ts'

/** Since when a schedule is looked at, and until when. Milliseconds. */
export interface Span {
  /** The last run, or the creation of the cron job. */
  readonly sinceMs: number
  readonly nowMs: number
  /** How late a run may start. */
  readonly deadlineMs: number | undefined
}

/** The runs that were due and did not start. */
export interface Missed {
  /** From where it was looked. */
  readonly earliestMs: number
  /** The last run that is due. */
  readonly recentMs: number | undefined
  readonly amount: 'none' | 'few' | 'many'
}

const MANY = 100

/**
 * The last run of a schedule that is due, and how many there were before it, roughly. Undefined for a schedule that never
 * runs, like the 31st of February. Source: kubernetes `mostRecentScheduleTime`.
 */
export function missedRuns(schedule: Schedule, { sinceMs, nowMs, deadlineMs }: Span): Missed | undefined {
  const earliestMs = deadlineMs === undefined ? sinceMs : Math.max(sinceMs, nowMs - deadlineMs)
  const first = nextTime(schedule, earliestMs)
  const second = first === undefined ? undefined : nextTime(schedule, first)
  if (first === undefined || second === undefined) return undefined
  if (nowMs < first) return { earliestMs, recentMs: undefined, amount: 'none' }
  if (nowMs < second) return { earliestMs, recentMs: first, amount: 'none' }
  const gapMs = Math.round((second - first) / 1000) * 1000
  if (gapMs < 1000) return undefined
  const count = Math.floor(Math.floor((nowMs - first) / 1000) / (gapMs / 1000)) + 1
  let recentMs: number | undefined
  for (let at = nextTime(schedule, first + (count - 2) * gapMs); at !== undefined && at <= nowMs; ) {
    recentMs = at
    at = nextTime(schedule, at)
  }
  return { earliestMs, recentMs, amount: count > MANY ? 'many' : 'few' }
}

/** A run is looked for a little after its time. */
const SLACK_MS = 100

/** Milliseconds from now until the next run is to be looked for. Source: kubernetes `nextScheduleTimeDuration`. */
export function untilNextMs(schedule: Schedule, span: Span): number | undefined {
  const missed = missedRuns(schedule, { ...span, deadlineMs: undefined })
  const fromMs = missed === undefined ? span.nowMs : baseOf(missed, span.nowMs)
  const next = nextTime(schedule, fromMs)
  return next === undefined ? undefined : Math.max(0, next + SLACK_MS - span.nowMs)
}

function baseOf({ recentMs, earliestMs, amount }: Missed, nowMs: number): number {
  return recentMs ?? (amount === 'none' ? earliestMs : nowMs)
}
