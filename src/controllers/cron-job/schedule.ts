import { findScheduleFault } from '#kinds'
import { parseGoDuration } from '#kube'

/** When a cron job runs: at the minutes that match every field, or every so often. */
export type Schedule = FieldSchedule | IntervalSchedule

/** The values that each field allows; whole minutes. */
export interface FieldSchedule {
  readonly kind: 'fields'
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  readonly days: ReadonlySet<number>
  /** 1 is January. */
  readonly months: ReadonlySet<number>
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>
  /** Whether days of the month or of the week are free: then a day must match both, else one is enough. */
  readonly hasFreeDays: boolean
  /** IANA name. */
  readonly zone: string
}

/** So long after the last time, on the second. */
export interface IntervalSchedule {
  readonly kind: 'every'
  readonly delayMs: number
}

/** A schedule cannot be read, or its zone is not known. */
export class ScheduleError extends Error {
  readonly code: 'bad-schedule' | 'bad-zone'
  constructor(code: 'bad-schedule' | 'bad-zone', message: string) {
    super(message)
    this.code = code
    this.name = 'ScheduleError'
  }
}

/**
 * Reads a schedule with five fields, `@hourly` and its like, or `@every 1h30m`; `TZ=` or `CRON_TZ=` before it names the
 * zone, which is UTC otherwise. Throws ScheduleError. Source: robfig/cron v3, `ParseStandard`.
 */
export function parseSchedule(text: string): Schedule {
  const prefixed = /^(?:CRON_)?TZ=(\S*) (.*)$/s.exec(text)
  const zone = prefixed === null ? 'UTC' : knownZone(prefixed[1] ?? '')
  const plain = prefixed === null ? text : (prefixed[2] ?? '').trim()
  const fault = plain === '' ? 'empty spec string' : findScheduleFault(plain)
  if (fault !== undefined) throw new ScheduleError('bad-schedule', fault)
  if (plain.startsWith(EVERY)) {
    const delayMs = parseGoDuration(plain.slice(EVERY.length)) ?? 0
    return { kind: 'every', delayMs: Math.max(1000, Math.floor(delayMs / 1000) * 1000) }
  }
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = (DESCRIPTORS[plain] ?? plain).trim().split(/\s+/)
  return {
    kind: 'fields',
    minutes: valuesOf(minute, { min: 0, max: 59 }),
    hours: valuesOf(hour, { min: 0, max: 23 }),
    days: valuesOf(day, { min: 1, max: 31 }),
    months: valuesOf(month, { min: 1, max: 12, names: MONTHS }),
    weekdays: valuesOf(weekday, { min: 0, max: 6, names: WEEKDAYS }),
    hasFreeDays: isFree(day) || isFree(weekday),
    zone,
  }
}

/** The name of a zone that the runtime knows; the empty one is UTC. Throws ScheduleError. */
export function knownZone(zone: string): string {
  if (zone === '') return 'UTC'
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw new ScheduleError('bad-zone', `unknown time zone ${zone}`)
  }
}

const EVERY = '@every '
const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}
const MONTHS: readonly string[] = [
  '',
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
]
const WEEKDAYS: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

function valuesOf(field: string, bounds: Bounds): ReadonlySet<number> {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    if (part === '') continue
    const { start, end, step } = rangeOf(part, bounds)
    for (let value = start; value <= end; value += step) values.add(value)
  }
  return values
}

interface Range {
  readonly start: number
  readonly end: number
  readonly step: number
}

function rangeOf(part: string, { min, max, names }: Bounds): Range {
  const [range = '', steps] = part.split('/')
  const [low = '', high] = range.split('-')
  const step = steps === undefined ? 1 : Number(steps)
  if (low === '*' || low === '?') return { start: min, end: max, step }
  const start = numberOf(low, names)
  if (high !== undefined) return { start, end: numberOf(high, names), step }
  return { start, end: steps === undefined ? start : max, step }
}

function numberOf(text: string, names: readonly string[] = []): number {
  const named = names.indexOf(text.toLowerCase())
  return named >= 0 ? named : Number(text)
}

/** A star without a step is free, whatever else the field has. */
function isFree(field: string): boolean {
  return field.split(',').some((part) => {
    const [range = '', step] = part.split('/')
    const [low] = range.split('-')
    return (low === '*' || low === '?') && (step === undefined || Number(step) <= 1)
  })
}
