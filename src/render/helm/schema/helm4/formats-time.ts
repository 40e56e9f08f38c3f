import { countBytes } from '../go-text.ts'
import { dateProblem } from '../go-time.ts'

/** Why `text` is no RFC 3339 time of day with a zone; leap seconds are looked at. */
export function timeProblem(text: string): string | undefined {
  if (countBytes(text) < 9) return 'less than 9 characters long'
  if (text[2] !== ':' || text[5] !== ':') return 'missing colon in correct place'
  const fields = text.slice(0, 8).split(':')
  for (const field of fields) {
    if (!/^[+-]?\d+$/.test(field)) return 'invalid hour/min/sec'
    if (Number(field) < 0) return 'non-positive hour/min/sec'
  }
  const [hour = 0, minute = 0, second = 0] = fields.map(Number)
  if (hour > 23 || minute > 59 || second > 60) return 'hour/min/sec out of range'
  const rest = text.slice(8)
  const fraction = /^\.\d*/.exec(rest)?.[0] ?? ''
  if (fraction === '.') return 'no digits in second fraction'
  const zone = zoneMinutes(rest.slice(fraction.length))
  if (typeof zone === 'string') return zone
  const utc = hour * 60 + minute - zone
  const isLastMinute = (utc < 0 ? utc + 24 * 60 : utc) === 23 * 60 + 59
  return second >= 60 && !isLastMinute ? 'invalid leap second' : undefined
}

/** Minutes east of Greenwich, or what is wrong. */
function zoneMinutes(zone: string): number | string {
  if (zone === 'z' || zone === 'Z') return 0
  if (countBytes(zone) !== 6) return 'offset must be 6 characters long'
  if (zone[0] !== '+' && zone[0] !== '-') return 'offset must begin with plus/minus'
  if (zone[3] !== ':') return 'missing colon in offset in correct place'
  const fields = zone.slice(1).split(':', 2)
  for (const field of fields) {
    if (!/^[+-]?\d+$/.test(field)) return 'invalid hour/min in offset'
    if (Number(field) < 0) return 'non-positive hour/min in offset'
  }
  const [hours = 0, minutes = 0] = fields.map(Number)
  if (hours > 23 || minutes > 59) return 'hour/min in offset out of range'
  return (hours * 60 + minutes) * (zone[0] === '+' ? 1 : -1)
}

/** Why `text` is no RFC 3339 date and time. */
export function dateTimeProblem(text: string): string | undefined {
  if (countBytes(text) < 20) return 'less than 20 characters long'
  if (text[10] !== 't' && text[10] !== 'T') return '11th character must be t or T'
  const date = dateProblem(text.slice(0, 10))
  if (date !== undefined) return `invalid date element: ${date}`
  const time = timeProblem(text.slice(11))
  return time === undefined ? undefined : `invalid time element: ${time}`
}
