import { toBytes } from '../bytes.ts'
import { define } from '../define.ts'
import { type GoFunction, GoObject, Int, int, type Value } from '../value.ts'

/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000n
const MINUTE = 60n * SECOND
const HOUR = 60n * MINUTE
const LIMIT = 1n << 63n

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
])

/** Writes nanoseconds as Go's `Duration.String`: `1h0m5.5s`, `2ms`, `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s'
  const sign = nanoseconds < 0n ? '-' : ''
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  if (size < 1_000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${fraction(size, 1_000n)}µs`
  if (size < SECOND) return `${sign}${fraction(size, 1_000_000n)}ms`
  const minutes = size / MINUTE
  const seconds = `${fraction(size % MINUTE, SECOND)}s`
  if (minutes === 0n) return sign + seconds
  const hours = minutes / 60n
  return `${sign}${hours === 0n ? '' : `${hours}h`}${minutes % 60n}m${seconds}`
}

function fraction(value: bigint, unit: bigint): string {
  const digits = (value % unit)
    .toString()
    .padStart(unit.toString().length - 1, '0')
    .replace(/0+$/, '')
  return digits === '' ? `${value / unit}` : `${value / unit}.${digits}`
}

/** Nanoseconds of `1h30m`, `-1.5s`, `100ms`. Throws with Go's `ParseDuration` texts. */
export function parseDuration(text: string): bigint {
  const invalid = (): Error => new Error(`time: invalid duration ${quoteTime(text)}`)
  const isNegative = text.startsWith('-')
  let rest = /^[+-]/.test(text) ? text.slice(1) : text
  if (rest === '0') return 0n
  if (rest === '') throw invalid()
  let total = 0n
  while (rest !== '') {
    const [all, whole, point, decimals] = /^([0-9]*)(\.?)([0-9]*)/.exec(rest) as unknown as string[]
    if (`${whole}${point === '.' ? decimals : ''}` === '') throw invalid()
    rest = rest.slice((all as string).length)
    const unit = (/^[^.0-9]+/.exec(rest) ?? [''])[0]
    if (unit === '') throw new Error(`time: missing unit in duration ${quoteTime(text)}`)
    const scale = UNITS.get(unit)
    if (scale === undefined) throw new Error(`time: unknown unit ${quoteTime(unit)} in duration ${quoteTime(text)}`)
    rest = rest.slice(unit.length)
    total += scaled(whole as string, decimals as string, scale)
    if (total > LIMIT || (whole as string).length > 19) throw invalid()
  }
  if (total > LIMIT - 1n && !(isNegative && total === LIMIT)) throw invalid()
  return isNegative ? -total : total
}

/** `whole.decimals` units; Go works the fraction out in floating point from at most 18 digits or so. */
function scaled(whole: string, decimals: string, scale: bigint): bigint {
  const base = BigInt(whole === '' ? '0' : whole) * scale
  if (decimals === '') return base
  const kept = significant(decimals)
  const part = Number(kept) * (Number(scale) / 10 ** kept.length)
  return base + BigInt(Math.trunc(part))
}

/** The leading digits whose number fits an int64. */
function significant(decimals: string): string {
  let end = Math.min(decimals.length, 19)
  while (BigInt(decimals.slice(0, end) || '0') >= LIMIT) end--
  return decimals.slice(0, end)
}

/** Quotes as Go's `time` package does in errors: bytes outside printable ASCII as `\x` escapes. */
export function quoteTime(text: string): string {
  let quoted = ''
  for (const character of text) {
    if (character === '"' || character === '\\') quoted += `\\${character}`
    else if (character >= ' ' && character < '\u0080') quoted += character
    else for (const byte of toBytes(character)) quoted += `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return `"${quoted}"`
}

/** Rounds to the nearest multiple, halves away from zero, as Go's `Duration.Round`. */
export function roundDuration(value: bigint, unit: bigint): bigint {
  if (unit <= 0n) return value
  const size = value < 0n ? -value : value
  const rest = size % unit
  const rounded = rest + rest < unit ? size - rest : size - rest + unit
  return value < 0n ? -rounded : rounded
}

/** A named integer type of Go with a `String` method. */
export abstract class NamedInt extends GoObject {
  abstract readonly value: bigint
  readonly goKind: string = 'int'
  fields(): ReadonlyMap<string, Value> {
    return NO_FIELDS
  }
  override underlying(): Value {
    return int(this.value, this.goKind === 'int64' ? 'int64' : 'int')
  }
  toJSON(): unknown {
    return this.value
  }
}

const NO_FIELDS: ReadonlyMap<string, Value> = new Map()

/** Go's `time.Duration`. */
export class GoDuration extends NamedInt {
  readonly goType = 'time.Duration'
  override readonly goKind = 'int64'
  readonly value: bigint
  constructor(nanoseconds: bigint) {
    super()
    this.value = BigInt.asIntN(64, nanoseconds)
  }
  override goString(): string {
    return formatDuration(this.value)
  }
  override method(name: string): GoFunction | undefined {
    const nanoseconds = this.value
    switch (name) {
      case 'Hours':
      case 'Minutes':
      case 'Seconds':
        return define(name, [], () => inUnits(nanoseconds, { Hours: HOUR, Minutes: MINUTE, Seconds: SECOND }[name]))
      case 'Milliseconds':
      case 'Microseconds':
      case 'Nanoseconds':
        return define(name, [], () =>
          int(nanoseconds / { Milliseconds: 1_000_000n, Microseconds: 1_000n, Nanoseconds: 1n }[name], 'int64'),
        )
      case 'String':
        return define(name, [], () => this.goString())
      case 'Abs':
        return define(name, [], () => new GoDuration(nanoseconds < 0n ? -nanoseconds : nanoseconds))
      case 'Round':
        return define(name, ['any'], (unit) => new GoDuration(roundDuration(nanoseconds, durationOf(unit))))
      case 'Truncate':
        return define(name, ['any'], (unit) => {
          const step = durationOf(unit)
          return new GoDuration(step <= 0n ? nanoseconds : nanoseconds - (nanoseconds % step))
        })
      default:
        return undefined
    }
  }
}

function inUnits(nanoseconds: bigint, unit: bigint): number {
  return Number(nanoseconds / unit) + Number(nanoseconds % unit) / Number(unit)
}

/** Nanoseconds of a duration, or of an integer constant, which Go converts to one. Throws for anything else. */
export function durationOf(value: Value | undefined): bigint {
  if (value instanceof GoDuration) return value.value
  if (value instanceof Int) return value.value
  throw new Error('wrong type for value; expected time.Duration')
}
