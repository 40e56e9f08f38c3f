import type { Json } from '#kube'

/** The struct behind a `meta/v1.Time`; a time that is set is in the zone of the process, which is taken to be UTC. */
export function printTime(value: Json | undefined): string {
  const seconds = typeof value === 'string' ? Math.floor(Date.parse(value) / 1000) : Number.NaN
  const ext = Number.isNaN(seconds) ? 0 : seconds + SECONDS_TO_1970
  return `{Time:(time.Time){wall:(uint64)0 ext:(int64)${ext} loc:(*time.Location)<nil>}}`
}

/** Go counts from the first of January of the year 1. */
const SECONDS_TO_1970 = 62_135_596_800

/** The struct behind an `intstr.IntOrString`. */
export function printIntOrString(value: Json | undefined): string {
  const isText = typeof value === 'string'
  const [type, number, text] = [isText ? 1 : 0, typeof value === 'number' ? value : 0, isText ? value : '']
  return `{Type:(intstr.Type)${type} IntVal:(int32)${number} StrVal:(string)${text}}`
}

/** The bytes of a value's JSON. */
export function printBytes(value: Json | undefined): string {
  if (value === undefined || value === null) return '<nil>'
  return `[${new TextEncoder().encode(JSON.stringify(value)).join(' ')}]`
}
