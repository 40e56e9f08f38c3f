import { type Civil, MONTHS, WEEKDAYS, weekdayOf, yearDayOf } from './date-civil.ts'
import { type LayoutElement, parseLayout } from './layout.ts'
import type { ZoneState } from './zone.ts'

/** A moment as its zone sees it. `localSeconds` are seconds since 1970-01-01T00:00:00 on the zone's own clocks. */
export interface Reading {
  readonly civil: Civil
  readonly localSeconds: number
  readonly nanosecond: number
  readonly zone: ZoneState
}

/** Writes a moment by a layout, as Go's `Time.Format`. */
export function formatLayout(layout: string, reading: Reading): string {
  let text = ''
  for (const element of parseLayout(layout)) text += formatElement(element, reading)
  return text
}

function formatElement(element: LayoutElement, reading: Reading): string {
  const { civil } = reading
  switch (element.kind) {
    case 'literal':
      return element.text
    case '2006':
      return pad(civil.year, 4)
    case '06':
      return pad(Math.abs(civil.year) % 100, 2)
    case 'January':
    case 'Jan':
      return (MONTHS[civil.month - 1] as string).slice(0, element.kind === 'Jan' ? 3 : undefined)
    case '1':
      return String(civil.month)
    case '01':
      return pad(civil.month, 2)
    default:
      return formatDay(element, reading)
  }
}

function formatDay(element: LayoutElement, reading: Reading): string {
  const { civil } = reading
  switch (element.kind) {
    case 'Monday':
    case 'Mon':
      return weekdayName(reading.localSeconds).slice(0, element.kind === 'Mon' ? 3 : undefined)
    case '2':
      return String(civil.day)
    case '_2':
      return String(civil.day).padStart(2)
    case '02':
      return pad(civil.day, 2)
    case '__2':
      return String(yearDayOf(civil)).padStart(3)
    case '002':
      return pad(yearDayOf(civil), 3)
    default:
      return formatClock(element, reading)
  }
}

function formatClock(element: LayoutElement, reading: Reading): string {
  const { hour, minute, second } = reading.civil
  const half = hour % 12 === 0 ? 12 : hour % 12
  switch (element.kind) {
    case '15':
      return pad(hour, 2)
    case '3':
      return String(half)
    case '03':
      return pad(half, 2)
    case '4':
      return String(minute)
    case '04':
      return pad(minute, 2)
    case '5':
      return String(second)
    case '05':
      return pad(second, 2)
    case 'PM':
      return hour >= 12 ? 'PM' : 'AM'
    case 'pm':
      return hour >= 12 ? 'pm' : 'am'
    default:
      return formatRest(element, reading)
  }
}

function formatRest(element: LayoutElement, { nanosecond, zone }: Reading): string {
  if (element.kind === '.0' || element.kind === '.9') return formatFraction(element, nanosecond)
  if (element.kind === 'MST') return zone.abbreviation === '' ? offsetText(zone.offset, '0700') : zone.abbreviation
  if (element.kind === 'Z' && zone.offset === 0) return 'Z'
  return offsetText(zone.offset, element.text.slice(1))
}

function formatFraction(element: LayoutElement, nanosecond: number): string {
  const digits = pad(nanosecond, 9)
    .padEnd(element.text.length - 1, '0')
    .slice(0, element.text.length - 1)
  if (element.kind === '.0') return element.text.charAt(0) + digits
  const trimmed = digits.replace(/0+$/, '')
  return trimmed === '' ? '' : element.text.charAt(0) + trimmed
}

/** An offset in one of the forms `07`, `0700`, `07:00`, `070000`, `07:00:00`, with its sign. */
function offsetText(offset: number, form: string): string {
  const all = Math.abs(offset)
  const minutes = Math.trunc(all / 60)
  const colon = form.includes(':') ? ':' : ''
  const parts = [pad(Math.trunc(minutes / 60), 2)]
  if (form !== '07') parts.push(pad(minutes % 60, 2))
  if (form.length >= 6 && form !== '07:00') parts.push(pad(all % 60, 2))
  // Go takes the sign from whole minutes.
  return (Math.trunc(offset / 60) < 0 ? '-' : '+') + parts.join(colon)
}

function weekdayName(localSeconds: number): string {
  return WEEKDAYS[weekdayOf(localSeconds)] as string
}

function pad(value: number, width: number): string {
  return value < 0 ? `-${pad(-value, width)}` : String(value).padStart(width, '0')
}
