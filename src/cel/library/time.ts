import { failure } from '../run/failure.ts'
import type { Duration, Timestamp } from '../value/value.ts'
import { method, type Overload } from './overload.ts'
import { divide } from './time-text.ts'

/** What a calendar says of a moment in a time zone: the zone's clock read as if it were UTC. */
type Read = (local: Date, nanoseconds: bigint) => number

const FIELDS: Readonly<Record<string, Read>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDayOfYear: (date) => Math.floor((date.getTime() - yearStart(date)) / 86_400_000),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDate: (date) => date.getUTCDate(),
  getDayOfWeek: (date) => date.getUTCDay(),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (_date, nanoseconds) => Number(divide(nanoseconds, 1_000_000_000n)[1] / 1_000_000n),
}

const SPANS: Readonly<Record<string, (nanoseconds: bigint) => bigint>> = {
  getHours: (nanoseconds) => nanoseconds / 3_600_000_000_000n,
  getMinutes: (nanoseconds) => nanoseconds / 60_000_000_000n,
  getSeconds: (nanoseconds) => nanoseconds / 1_000_000_000n,
  getMilliseconds: (nanoseconds) => nanoseconds / 1_000_000n,
}

/** Parts of times, in UTC or a named zone, and of spans. */
export const time: readonly Overload[] = [
  ...Object.entries(FIELDS).flatMap(([name, read]) => [
    method(name, 'timestamp -> int', (at: Timestamp) => readIn(at, read, 'UTC')),
    method(name, 'timestamp, string -> int', (at: Timestamp, zone: string) => readIn(at, read, zone)),
  ]),
  ...Object.entries(SPANS).map(([name, read]) =>
    method(name, 'duration -> int', (span: Duration) => read(span.nanoseconds)),
  ),
]

function yearStart(date: Date): number {
  const start = new Date(0)
  return start.setUTCFullYear(date.getUTCFullYear(), 0, 1)
}

function readIn({ nanoseconds }: Timestamp, read: Read, zone: string): bigint {
  const seconds = Number(divide(nanoseconds, 1_000_000_000n)[0])
  const local = new Date((seconds + offsetOf(seconds, zone)) * 1000)
  return BigInt(read(local, nanoseconds))
}

/** Seconds a zone's clock is ahead of UTC at a moment. */
function offsetOf(seconds: number, zone: string): number {
  if (zone === '' || zone === 'UTC' || zone === 'Local') return 0
  return zone.includes(':') ? fixedOffset(zone) : namedOffset(seconds, zone)
}

function fixedOffset(zone: string): number {
  const at = zone.indexOf(':')
  const hours = wholeNumber(zone.slice(0, at))
  const minutes = wholeNumber(zone.slice(at + 1))
  if (hours < -23 || hours > 23) throw failure(`timezone offset hours out of range [-23, 23]: ${zone}`)
  if (minutes < 0 || minutes > 59) throw failure(`timezone offset minutes out of range [0, 59]: ${zone}`)
  return (zone.startsWith('-') ? hours * 60 - minutes : hours * 60 + minutes) * 60
}

function wholeNumber(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text)
  throw failure(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
}

function namedOffset(seconds: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(new Date(seconds * 1000))
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const isBefore = parts.some(({ type, value }) => type === 'era' && value.startsWith('B'))
  const local = new Date(0)
  local.setUTCFullYear(isBefore ? 1 - number('year') : number('year'), number('month') - 1, number('day'))
  local.setUTCHours(number('hour'), number('minute'), number('second'))
  return local.getTime() / 1000 - seconds
}

function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw failure(`unknown time zone ${zone}`)
  }
}
