import { define } from '../define.ts'
import { type GoFunction, GoObject, int, type ParamType, type Value } from '../value.ts'
import { type Civil, civilOf, MONTHS, secondsOf, WEEKDAYS, weekdayOf, yearDayOf } from './date-civil.ts'
import { durationOf, GoDuration, NamedInt, SECOND } from './duration.ts'
import { formatLayout } from './layout-format.ts'
import { fromLocal } from './layout-parse.ts'
import { UTC, type Zone } from './zone.ts'

const RFC3339_NANO = '2006-01-02T15:04:05.999999999Z07:00'
const STRING_LAYOUT = '2006-01-02 15:04:05.999999999 -0700 MST'
const ZERO_NANO = -62_135_596_800n * SECOND
const NO_FIELDS: ReadonlyMap<string, Value> = new Map()

/** Go's `time.Month`. */
export class GoMonth extends NamedInt {
  readonly goType = 'time.Month'
  readonly value: bigint
  constructor(month: number) {
    super()
    this.value = BigInt(month)
  }
  override goString(): string {
    return MONTHS[Number(this.value) - 1] as string
  }
  override method(name: string): GoFunction | undefined {
    return name === 'String' ? define(name, [], () => this.goString()) : undefined
  }
}

/** Go's `time.Weekday`. */
export class GoWeekday extends NamedInt {
  readonly goType = 'time.Weekday'
  readonly value: bigint
  constructor(day: number) {
    super()
    this.value = BigInt(day)
  }
  override goString(): string {
    return WEEKDAYS[Number(this.value)] as string
  }
  override method(name: string): GoFunction | undefined {
    return name === 'String' ? define(name, [], () => this.goString()) : undefined
  }
}

/** Go's `*time.Location`. */
export class GoLocation extends GoObject {
  readonly goType = '*time.Location'
  readonly goKind = 'ptr'
  readonly zone: Zone
  constructor(zone: Zone) {
    super()
    this.zone = zone
  }
  fields(): ReadonlyMap<string, Value> {
    return NO_FIELDS
  }
  override goString(): string {
    return this.zone.name
  }
  override method(name: string): GoFunction | undefined {
    return name === 'String' ? define(name, [], () => this.zone.name) : undefined
  }
  toJSON(): unknown {
    return {}
  }
}

/** A moment in a time zone, Go's `time.Time`. */
export class GoTime extends GoObject {
  readonly goType = 'time.Time'
  readonly goKind = 'struct'
  /** Nanoseconds since the epoch. */
  readonly unixNano: bigint
  readonly zone: Zone
  /** Nanoseconds of the process' own clock; only a time from `now` has them. */
  readonly monotonic: bigint | undefined
  /** The local zone. */
  readonly home: Zone

  constructor(unixNano: bigint, zone: Zone, more: { readonly monotonic?: bigint | undefined; readonly home: Zone }) {
    super()
    this.unixNano = unixNano
    this.zone = zone
    this.monotonic = more.monotonic
    this.home = more.home
  }

  /** Whole seconds since the epoch, rounded down. */
  get seconds(): number {
    return Number(floorDivide(this.unixNano, SECOND))
  }
  /** Nanoseconds within the second. */
  get nanosecond(): number {
    return Number(this.unixNano - floorDivide(this.unixNano, SECOND) * SECOND)
  }
  /** Date and time on the zone's clocks. */
  get civil(): Civil {
    return civilOf(this.localSeconds)
  }
  /** Seconds since 1970-01-01T00:00:00 on the zone's clocks. */
  get localSeconds(): number {
    return this.seconds + this.zone.at(this.seconds).offset
  }

  /** The text by a layout of Go's `time` package. */
  format(layout: string): string {
    const { civil, localSeconds, nanosecond } = this
    return formatLayout(layout, { civil, localSeconds, nanosecond, zone: this.zone.at(this.seconds) })
  }
  /** The same moment elsewhere. */
  in(zone: Zone): GoTime {
    return new GoTime(this.unixNano, zone, { home: this.home })
  }
  /** The moment some nanoseconds later. */
  add(nanoseconds: bigint): GoTime {
    const monotonic = this.monotonic === undefined ? undefined : this.monotonic + nanoseconds
    return new GoTime(this.unixNano + nanoseconds, this.zone, { monotonic, home: this.home })
  }
  /** Nanoseconds from `other` to this, at most what a Go duration holds. */
  since(other: GoTime): bigint {
    const apart = this.unixNano - other.unixNano
    const limit = 1n << 63n
    return apart >= limit ? limit - 1n : apart < -limit ? -limit : apart
  }

  fields(): ReadonlyMap<string, Value> {
    return NO_FIELDS
  }
  override goString(): string {
    const text = this.format(STRING_LAYOUT)
    if (this.monotonic === undefined) return text
    const size = this.monotonic < 0n ? -this.monotonic : this.monotonic
    const digits = (size % SECOND).toString().padStart(9, '0')
    return `${text} m=${this.monotonic < 0n ? '-' : '+'}${size / SECOND}.${digits}`
  }
  toJSON(): unknown {
    return this.format(RFC3339_NANO)
  }
  override method(name: string): GoFunction | undefined {
    const body = METHODS[name]
    if (body === undefined) return undefined
    return define(name, body.params, (...values) => body.call(this, values))
  }
}

/** The zero `time.Time`: 0001-01-01 00:00:00 UTC. */
export function zeroTime(home: Zone): GoTime {
  return new GoTime(ZERO_NANO, UTC, { home })
}

/** The moment of a number of seconds since the epoch. */
export function unixTime(seconds: bigint, zone: Zone): GoTime {
  return new GoTime(seconds * SECOND, zone, { home: zone })
}

interface Method {
  readonly params: readonly ParamType[]
  readonly call: (time: GoTime, values: Value[]) => Value
}

function simple(call: (time: GoTime) => Value): Method {
  return { params: [], call }
}

function counted(call: (time: GoTime) => number): Method {
  return simple((time) => int(call(time)))
}

function compared(call: (order: bigint) => Value): Method {
  return { params: ['time.Time'], call: (time, [other]) => call(time.unixNano - (other as GoTime).unixNano) }
}

function stepped(call: (time: GoTime, step: bigint) => GoTime): Method {
  return { params: ['any'], call: (time, [step]) => call(time, durationOf(step)) }
}

const METHODS: Readonly<Record<string, Method | undefined>> = {
  __proto__: null as unknown as undefined,
  Year: counted((time) => time.civil.year),
  Month: simple((time) => new GoMonth(time.civil.month)),
  Day: counted((time) => time.civil.day),
  Hour: counted((time) => time.civil.hour),
  Minute: counted((time) => time.civil.minute),
  Second: counted((time) => time.civil.second),
  Nanosecond: counted((time) => time.nanosecond),
  Weekday: simple((time) => new GoWeekday(weekdayOf(time.localSeconds))),
  YearDay: counted((time) => yearDayOf(time.civil)),
  Unix: simple((time) => int(floorDivide(time.unixNano, SECOND), 'int64')),
  UnixMilli: simple((time) => int(floorDivide(time.unixNano, 1_000_000n), 'int64')),
  UnixMicro: simple((time) => int(floorDivide(time.unixNano, 1_000n), 'int64')),
  UnixNano: simple((time) => int(time.unixNano, 'int64')),
  IsZero: simple((time) => time.unixNano === ZERO_NANO),
  IsDST: simple((time) => time.zone.isSummer(time.seconds)),
  UTC: simple((time) => time.in(UTC)),
  Local: simple((time) => time.in(time.home)),
  Location: simple((time) => new GoLocation(time.zone)),
  String: simple((time) => time.goString()),
  Format: { params: ['string'], call: (time, [layout]) => time.format(layout as string) },
  In: { params: ['*time.Location'], call: (time, [place]) => time.in((place as GoLocation).zone) },
  Add: stepped((time, step) => time.add(step)),
  Round: stepped(roundTime),
  Truncate: stepped(truncateTime),
  Sub: { params: ['time.Time'], call: (time, [other]) => new GoDuration(time.since(other as GoTime)) },
  After: compared((order) => order > 0n),
  Before: compared((order) => order < 0n),
  Equal: compared((order) => order === 0n),
  Compare: compared((order) => int(order > 0n ? 1 : order < 0n ? -1 : 0)),
  AddDate: { params: ['int', 'int', 'int'], call: addDate },
  MarshalText: simple((time) => new TextEncoder().encode(time.format(RFC3339_NANO))),
  MarshalJSON: simple((time) => new TextEncoder().encode(`"${time.format(RFC3339_NANO)}"`)),
}

function addDate(time: GoTime, values: Value[]): GoTime {
  const [years, months, days] = values.map((value) => Number((value as { value: bigint }).value)) as [
    number,
    number,
    number,
  ]
  const { civil } = time
  const moved = { ...civil, year: civil.year + years, month: civil.month + months, day: civil.day + days }
  const seconds = fromLocal(secondsOf(moved), time.zone)
  return new GoTime(BigInt(seconds) * SECOND + BigInt(time.nanosecond), time.zone, { home: time.home })
}

/** Steps count from the zero time, as in Go. */
function truncateTime(time: GoTime, step: bigint): GoTime {
  if (step <= 0n) return time.in(time.zone)
  return time.in(time.zone).add(-modulo(time.unixNano - ZERO_NANO, step))
}

function roundTime(time: GoTime, step: bigint): GoTime {
  if (step <= 0n) return time.in(time.zone)
  const rest = modulo(time.unixNano - ZERO_NANO, step)
  return time.in(time.zone).add((rest + rest < step ? 0n : step) - rest)
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}

function modulo(value: bigint, by: bigint): bigint {
  return value - floorDivide(value, by) * by
}
