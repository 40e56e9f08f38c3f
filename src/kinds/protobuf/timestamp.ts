import { ProtobufError } from './error.ts'

/** Seconds since the epoch and what is over, in nanoseconds. */
export interface Timestamp {
  readonly seconds: number
  readonly nanos: number
}

/**
 * The time of an RFC 3339 text, `2026-01-31T10:00:00Z` or with an offset; undefined for Go's zero time.
 * Throws ProtobufError for any other text.
 */
export function readTimestamp(text: string): Timestamp | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(text)
  const milliseconds = match === null ? Number.NaN : Date.parse(`${match[1]}${match[3]}`)
  if (Number.isNaN(milliseconds)) throw new ProtobufError('value', `${JSON.stringify(text)} is no time (RFC 3339)`)
  const seconds = milliseconds / 1000
  const nanos = Number((match?.[2] ?? '').padEnd(9, '0'))
  return seconds === zeroSeconds && nanos === 0 ? undefined : { seconds, nanos }
}

/** The text of a time as meta/v1 Time prints it: seconds, UTC; null for Go's zero time. */
export function printTime({ seconds }: Timestamp): string | null {
  return seconds === zeroSeconds ? null : `${isoOf(seconds)}Z`
}

/** The text of a time as meta/v1 MicroTime prints it: always six digits behind the point. */
export function printMicroTime({ seconds, nanos }: Timestamp): string | null {
  if (seconds === zeroSeconds && nanos < 1000) return null
  return `${isoOf(seconds)}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`
}

/** Seconds of 0001-01-01T00:00:00Z, Go's zero time. */
const zeroSeconds = -62_135_596_800
const firstSeconds = -62_167_219_200
const lastSeconds = 253_402_300_799

function isoOf(seconds: number): string {
  if (seconds < firstSeconds || seconds > lastSeconds)
    throw new ProtobufError('value', 'Time: year outside of range [0,9999]')
  return new Date(seconds * 1000).toISOString().slice(0, 19)
}
