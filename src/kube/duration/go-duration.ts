/**
 * Milliseconds of a duration as Go writes it: `1h30m`, `1.5s`, `-250ms`, `0`. Undefined when it is none, or beyond what
 * Go can hold (about 292 years).
 */
export function parseGoDuration(text: string): number | undefined {
  const negative = text.startsWith('-')
  const body = negative || text.startsWith('+') ? text.slice(1) : text
  if (body === '0') return 0
  if (body.length === 0 || body.length > 200 || !whole.test(body)) return undefined
  let totalMs = 0
  for (const [, amount, unit] of body.matchAll(part)) totalMs += Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN)
  if (!(totalMs <= largestMs)) return undefined
  return negative ? -totalMs : totalMs
}

/** A duration as Go prints it: `1h30m0s`, `1.5s`, `100ms`, `0s`. */
export function printGoDuration(spanMs: number): string {
  if (spanMs === 0) return '0s'
  const sign = spanMs < 0 ? '-' : ''
  const absoluteMs = Math.abs(spanMs)
  if (absoluteMs < 1000) return `${sign}${printBelowSecond(absoluteMs)}`
  const hours = Math.trunc(absoluteMs / 3_600_000)
  const minutes = Math.trunc((absoluteMs % 3_600_000) / 60_000)
  const seconds = `${Number(((absoluteMs % 60_000) / 1000).toFixed(9))}s`
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}
const largestMs = 9_223_372_036_854.775
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g
const whole = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/

function printBelowSecond(spanMs: number): string {
  if (spanMs >= 1) return `${Number(spanMs.toFixed(6))}ms`
  const nanoseconds = Math.round(spanMs * 1e6)
  return nanoseconds >= 1000 ? `${nanoseconds / 1000}µs` : `${nanoseconds}ns`
}
