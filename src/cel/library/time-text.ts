import { MAX_TIMESTAMP, MIN_TIMESTAMP } from './time-limits.ts'

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

/** Nanoseconds of a span as Go writes it (`1h30m`, `-1.5s`, `0`); undefined for what is none. */
export function parseDuration(text: string): bigint | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  const body = text.slice(sign.length)
  if (body === '0') return 0n
  if (body === '' || body.length > 1000 || !/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body))
    return undefined
  let total = 0n
  for (const [, number = '', unit = ''] of body.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const [whole = '', fraction = ''] = number.split('.')
    const scale = UNITS[unit] ?? 0n
    total += BigInt(whole || '0') * scale
    if (fraction !== '') total += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length)
  }
  const signed = sign === '-' ? -total : total
  return BigInt.asIntN(64, signed) === signed ? signed : undefined
}

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[T](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|([+-])(\d\d):(\d\d))$/

type Parts = [number, number, number, number, number, number, number, number]

/** Nanoseconds since 1970 of an RFC 3339 time; undefined for what is none or lies outside the years 1 to 9999. */
export function parseTimestamp(text: string): bigint | undefined {
  const found = TIMESTAMP.exec(text)
  if (found === null) return undefined
  const [y, mo, d, h, mi, s, oh, om] = [1, 2, 3, 4, 5, 6, 10, 11].map((at) => Number(found[at] ?? 0)) as Parts
  const date = new Date(0)
  date.setUTCFullYear(y, mo - 1, d)
  const isDate = date.getUTCMonth() === mo - 1 && date.getUTCDate() === d
  if (!isDate || h > 23 || mi > 59 || s > 59 || oh > 24 || om > 59) return undefined
  const seconds = BigInt(date.getTime() / 1000 + h * 3600 + mi * 60 + s - offsetOf(text))
  const fraction = found[7] ?? ''
  const nanoseconds = seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
  return nanoseconds >= MIN_TIMESTAMP && nanoseconds <= MAX_TIMESTAMP ? nanoseconds : undefined
}

/** A time as RFC 3339 with as many digits behind the second as it needs. */
export function printTimestamp(nanoseconds: bigint, offset = 0): string {
  const [seconds, rest] = divide(nanoseconds, 1_000_000_000n)
  const date = new Date((Number(seconds) + offset) * 1000).toISOString().replace(/\.\d+Z$/, '')
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`
  return `${date}${fraction}${offset === 0 ? 'Z' : printOffset(offset)}`
}

/** Seconds ahead of UTC that an RFC 3339 time is written in. */
export function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? []
  return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60 : 60)
}

function printOffset(offset: number): string {
  const minutes = Math.abs(offset) / 60
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offset < 0 ? '-' : '+'}${hour}:${minute}`
}

/** Quotient rounded down, and what is left, never negative. */
export function divide(value: bigint, by: bigint): readonly [bigint, bigint] {
  const rest = ((value % by) + by) % by
  return [(value - rest) / by, rest]
}
