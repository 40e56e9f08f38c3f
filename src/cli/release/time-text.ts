const NANOS_PER_MILLI = 1_000_000

/**
 * Milliseconds since the epoch as Go's `time.Now` marshals: RFC 3339 with up to nine digits of a second, zeros at the end
 * left out, in the local zone.
 */
export function localTimeText(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  return timeTextOf(seconds * 1000, Math.round((nowMs - seconds * 1000) * NANOS_PER_MILLI))
}

/** The same of whole seconds, in milliseconds, and the nanoseconds after them. */
export function timeTextOf(secondsMs: number, nanos: number): string {
  const offsetMinutes = -new Date(secondsMs).getTimezoneOffset()
  const date = new Date(secondsMs + offsetMinutes * 60_000).toISOString().slice(0, 19)
  const digits = String(nanos).padStart(9, '0').replace(/0+$/, '')
  return `${date}${digits === '' ? '' : `.${digits}`}${zoneText(offsetMinutes)}`
}

function zoneText(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z'
  const two = (value: number): string => String(value).padStart(2, '0')
  const size = Math.abs(offsetMinutes)
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
