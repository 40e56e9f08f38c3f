import { define } from '../define.ts'
import { type GoFunction, Int, type Value } from '../value.ts'
import { GoTime, unixTime, zeroTime } from './date-time.ts'
import { formatDuration, parseDuration, roundDuration, SECOND } from './duration.ts'
import type { SprigEnvironment } from './environment.ts'
import { parseTime } from './layout-parse.ts'
import { loadZone, localZone, UTC, type Zone } from './zone.ts'

const HTML_DATE = '2006-01-02'
const HOUR = 3600n * SECOND
const MAX_INT64 = (1n << 63n) - 1n

/** Sprig's functions for dates and durations. Clock and local time zone come from `environment`. */
export function dateFunctions(environment: SprigEnvironment): GoFunction[] {
  const clock = clockOf(environment)
  return [...readers(clock), ...writers(clock), ...durations(clock)]
}

interface Clock {
  /** The current moment, with the time since the functions were made as monotonic reading. */
  now(): GoTime
  local(): Zone
  /** A zone by name; unknown names are UTC. */
  zone(name: string): Zone
}

function clockOf(environment: SprigEnvironment): Clock {
  let zone: Zone | undefined
  const start = nanosecondsOf(environment.now())
  const local = (): Zone => {
    zone ??= localZone(environment.timeZone)
    return zone
  }
  return {
    local,
    now: () => {
      const now = nanosecondsOf(environment.now())
      return new GoTime(now, local(), { monotonic: now - start, home: local() })
    },
    zone: (name) => (name === 'Local' ? local() : (loadZone(name) ?? UTC)),
  }
}

function nanosecondsOf(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1000)) * 1000n
}

function writers(clock: Clock): GoFunction[] {
  const format = (layout: string, date: Value | undefined, zone: string): string =>
    momentOf(date, clock).in(clock.zone(zone)).format(layout)
  const inZone = (layout: Value | undefined, date: Value | undefined, zone: Value | undefined): string =>
    format(layout as string, date, zone as string)
  return [
    define('now', [], () => clock.now()),
    define('date', ['string', 'any'], (layout, date) => format(layout as string, date, 'Local')),
    define('dateInZone', ['string', 'any', 'string'], (layout, date, zone) => inZone(layout, date, zone)),
    define('date_in_zone', ['string', 'any', 'string'], (layout, date, zone) => inZone(layout, date, zone)),
    define('htmlDate', ['any'], (date) => format(HTML_DATE, date, 'Local')),
    define('htmlDateInZone', ['any', 'string'], (date, zone) => format(HTML_DATE, date, zone as string)),
    define('unixEpoch', ['time.Time'], (date) => String((date as GoTime).seconds)),
  ]
}

/** A time, or seconds since the epoch of the three Go types that count; anything else is now. */
function momentOf(date: Value | undefined, clock: Clock): GoTime {
  if (date instanceof GoTime) return date
  const isSeconds = date instanceof Int && (date.kind === 'int' || date.kind === 'int64' || date.kind === 'int32')
  return isSeconds ? unixTime(date.value, clock.local()) : clock.now()
}

function readers(clock: Clock): GoFunction[] {
  const read = (layout: Value | undefined, text: Value | undefined): GoTime => {
    const { seconds, nanosecond, zone } = parseTime(layout as string, text as string, clock.local())
    return new GoTime(BigInt(seconds) * SECOND + BigInt(nanosecond), zone, { home: clock.local() })
  }
  return [
    define('toDate', ['string', 'string'], (layout, text) =>
      attempt(
        () => read(layout, text),
        () => zeroTime(clock.local()),
      ),
    ),
    define('mustToDate', ['string', 'string'], (layout, text) => read(layout, text)),
    ...['dateModify', 'date_modify'].map((name) =>
      define(name, ['string', 'time.Time'], (step, date) =>
        attempt(
          () => (date as GoTime).add(parseDuration(step as string)),
          () => date as GoTime,
        ),
      ),
    ),
    ...['mustDateModify', 'must_date_modify'].map((name) =>
      define(name, ['string', 'time.Time'], (step, date) => (date as GoTime).add(parseDuration(step as string))),
    ),
  ]
}

function durations(clock: Clock): GoFunction[] {
  return [
    define('ago', ['any'], (date) => {
      const isInt32 = date instanceof Int && date.kind === 'int32'
      const moment = isInt32 ? clock.now() : momentOf(date, clock)
      return formatDuration(roundDuration(clock.now().since(moment), SECOND))
    }),
    define('duration', ['any'], (seconds) => formatDuration(BigInt.asIntN(64, secondsOfValue(seconds) * SECOND))),
    define('durationRound', ['any'], (value) => largestUnit(lengthOf(value, clock))),
  ]
}

function secondsOfValue(value: Value): bigint {
  if (value instanceof Int) return value.kind === 'int64' ? value.value : 0n
  if (typeof value !== 'string' || !/^[+-]?[0-9]+$/.test(value)) return 0n
  const parsed = BigInt(value.replace(/^\+/, ''))
  return parsed > MAX_INT64 ? MAX_INT64 : parsed < -MAX_INT64 - 1n ? -MAX_INT64 - 1n : parsed
}

function lengthOf(value: Value, clock: Clock): bigint {
  if (typeof value === 'string')
    return attempt(
      () => parseDuration(value),
      () => 0n,
    )
  if (value instanceof Int) return value.kind === 'int64' ? value.value : 0n
  return value instanceof GoTime ? clock.now().since(value) : 0n
}

const UNITS: readonly (readonly [size: bigint, name: string])[] = [
  [HOUR * 24n * 365n, 'y'],
  [HOUR * 24n * 30n, 'mo'],
  [HOUR * 24n, 'd'],
  [HOUR, 'h'],
  [60n * SECOND, 'm'],
  [SECOND, 's'],
]

function largestUnit(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  const unit = UNITS.find(([length]) => size > length)
  return unit === undefined ? '0s' : `${size / unit[0]}${unit[1]}`
}

function attempt<T>(action: () => T, otherwise: () => T): T {
  try {
    return action()
  } catch {
    return otherwise()
  }
}
