import { daysIn, daysOf, isLeap, MONTHS, secondsOf, WEEKDAYS } from './date-civil.ts'
import { quoteTime } from './duration.ts'
import { type LayoutElement, parseLayout } from './layout.ts'
import { fixedZone, offsetOfName, UTC, type Zone } from './zone.ts'

/** A moment read from text. */
export interface ParsedTime {
  /** Seconds since the epoch. */
  readonly seconds: number
  readonly nanosecond: number
  readonly zone: Zone
}

/**
 * Reads a moment by a layout, as Go's `ParseInLocation`. Throws with Go's texts: `parsing time "x" as "2006": cannot
 * parse "x" as "2006"`, `parsing time "2024-13": month out of range`.
 */
export function parseTime(layout: string, text: string, zone: Zone): ParsedTime {
  return new TimeParser(layout, text, zone).parse()
}

interface Fields {
  year: number
  month: number
  day: number
  yearDay: number
  hour: number
  minute: number
  second: number
  nanosecond: number
}

class TimeParser {
  readonly layout: string
  readonly text: string
  readonly local: Zone
  rest: string
  half: 'am' | 'pm' | undefined
  zone: Zone | undefined
  offset: number | undefined
  zoneName = ''
  fields: Fields = { year: 0, month: -1, day: -1, yearDay: -1, hour: 0, minute: 0, second: 0, nanosecond: 0 }

  constructor(layout: string, text: string, local: Zone) {
    this.layout = layout
    this.text = text
    this.rest = text
    this.local = local
  }

  parse(): ParsedTime {
    const elements = parseLayout(this.layout)
    for (const [index, element] of elements.entries()) {
      if (element.kind === 'literal') this.skip(element.text)
      else this.readElement(element, elements[index + 1])
    }
    if (this.rest !== '') throw this.error(`: extra text: ${quoteTime(this.rest)}`)
    const { fields } = this
    if (this.half === 'pm' && fields.hour < 12) fields.hour += 12
    else if (this.half === 'am' && fields.hour === 12) fields.hour = 0
    this.settleDate()
    return this.settleZone(secondsOf(fields))
  }

  error(message: string): Error {
    return new Error(`parsing time ${quoteTime(this.text)}${message}`)
  }

  mismatch(expected: string, found: string): Error {
    const [value, part, element] = [this.layout, found, expected].map(quoteTime)
    return this.error(` as ${value}: cannot parse ${part} as ${element}`)
  }

  /** Runs of spaces match one another. */
  skip(literal: string): void {
    let left = literal
    while (left !== '') {
      if (left.startsWith(' ')) {
        if (this.rest !== '' && !this.rest.startsWith(' ')) throw this.mismatch(literal, this.rest)
        left = left.replace(/^ +/, '')
        this.rest = this.rest.replace(/^ +/, '')
      } else {
        if (this.rest === '' || this.rest[0] !== left[0]) throw this.mismatch(literal, this.rest)
        left = left.slice(1)
        this.rest = this.rest.slice(1)
      }
    }
  }

  readElement(element: LayoutElement, next: LayoutElement | undefined): void {
    const hold = this.rest
    const wrong = this.readDate(element) ?? this.readClock(element, next) ?? this.readZone(element)
    if (wrong === 'ok') return
    if (wrong === 'bad' || wrong === undefined) throw this.mismatch(element.text, hold)
    throw this.error(`: ${wrong} out of range`)
  }

  /** What is wrong, or `ok`; undefined when the element is no part of a date. */
  readDate({ kind }: LayoutElement): string | undefined {
    const { fields } = this
    switch (kind) {
      case '06':
        return this.number(/^[0-9]{2}/, (value) => {
          fields.year = value >= 69 ? value + 1900 : value + 2000
        })
      case '2006':
        return this.number(/^[0-9]{4}/, (value) => {
          fields.year = value
        })
      case 'January':
      case 'Jan':
        return this.name(MONTHS, kind === 'Jan', (index) => {
          fields.month = index + 1
        })
      case 'Monday':
      case 'Mon':
        return this.name(WEEKDAYS, kind === 'Mon', () => undefined)
      case '1':
      case '01':
        return this.number(kind === '01' ? /^[0-9]{2}/ : /^[0-9]{1,2}/, (value) => {
          fields.month = value
          return value < 1 || value > 12 ? 'month' : undefined
        })
      case '2':
      case '_2':
      case '02':
        if (kind === '_2' && this.rest.startsWith(' ')) this.rest = this.rest.slice(1)
        return this.number(kind === '02' ? /^[0-9]{2}/ : /^[0-9]{1,2}/, (value) => {
          fields.day = value
        })
      case '__2':
      case '002':
        if (kind === '__2') this.rest = this.rest.replace(/^ {1,2}/, '')
        return this.number(kind === '002' ? /^[0-9]{3}/ : /^[0-9]{1,3}/, (value) => {
          fields.yearDay = value
        })
      default:
        return undefined
    }
  }

  readClock(element: LayoutElement, next: LayoutElement | undefined): string | undefined {
    const { fields } = this
    const digits = element.kind.startsWith('0') ? /^[0-9]{2}/ : /^[0-9]{1,2}/
    switch (element.kind) {
      case '15':
        return this.number(digits, (value) => {
          fields.hour = value
          return value > 23 ? 'hour' : undefined
        })
      case '3':
      case '03':
        return this.number(digits, (value) => {
          fields.hour = value
          return value > 12 ? 'hour' : undefined
        })
      case '4':
      case '04':
        return this.number(digits, (value) => {
          fields.minute = value
          return value > 59 ? 'minute' : undefined
        })
      case '5':
      case '05':
        return this.second(digits, next)
      case 'PM':
      case 'pm':
        return this.halfDay(element.kind)
      case '.0':
        return this.exactFraction(element.text.length)
      case '.9':
        return this.looseFraction()
      default:
        return undefined
    }
  }

  number(pattern: RegExp, store: (value: number) => string | undefined | void): string {
    const found = pattern.exec(this.rest)
    if (found === null) return 'bad'
    this.rest = this.rest.slice(found[0].length)
    return store(Number(found[0])) ?? 'ok'
  }

  name(names: readonly string[], isShort: boolean, store: (index: number) => void): string {
    const size = (name: string): string => (isShort ? name.slice(0, 3) : name)
    const index = names.findIndex((name) => this.rest.toLowerCase().startsWith(size(name).toLowerCase()))
    if (index < 0) return 'bad'
    this.rest = this.rest.slice(size(names[index] as string).length)
    store(index)
    return 'ok'
  }

  second(digits: RegExp, next: LayoutElement | undefined): string {
    const result = this.number(digits, (value) => {
      this.fields.second = value
      return value > 59 ? 'second' : undefined
    })
    const isFractionNext = next?.kind === '.0' || next?.kind === '.9'
    return result === 'ok' && !isFractionNext ? this.looseFraction() : result
  }

  halfDay(kind: 'PM' | 'pm'): string {
    const text = this.rest.slice(0, 2)
    this.rest = this.rest.slice(2)
    if (text !== kind && text !== (kind === 'PM' ? 'AM' : 'am')) return 'bad'
    this.half = text.toLowerCase() as 'am' | 'pm'
    return 'ok'
  }

  exactFraction(length: number): string {
    const found = /^[.,]([0-9]+)$/.exec(this.rest.slice(0, length))
    if (this.rest.length < length || found === null) return 'bad'
    this.setFraction(found[1] as string)
    this.rest = this.rest.slice(length)
    return 'ok'
  }

  looseFraction(): string {
    const found = /^[.,]([0-9]+)/.exec(this.rest)
    if (found === null) return 'ok'
    this.setFraction(found[1] as string)
    this.rest = this.rest.slice(found[0].length)
    return 'ok'
  }

  setFraction(digits: string): void {
    this.fields.nanosecond = Number(digits.slice(0, 9).padEnd(9, '0'))
  }

  readZone(element: LayoutElement): string {
    if (element.kind === 'MST') return this.readZoneName()
    if (element.kind === 'Z' && this.rest.startsWith('Z')) {
      this.rest = this.rest.slice(1)
      this.zone = UTC
      return 'ok'
    }
    const pattern = element.text.slice(1).replaceAll(/[0-9]{2}/g, '([0-9]{2})')
    const found = new RegExp(`^([+-])${pattern}`).exec(this.rest)
    if (found === null) return 'bad'
    const [all, sign, ...numbers] = found as unknown as [string, string, ...string[]]
    const [hours, minutes, seconds] = [...numbers, '0', '0'].map(Number) as [number, number, number]
    const offset = (hours * 60 + minutes) * 60 + seconds
    this.offset = sign === '-' ? -offset : offset
    this.rest = this.rest.slice(all.length)
    if (seconds > 60) return 'time zone offset second'
    if (minutes > 60) return 'time zone offset minute'
    return hours > 24 ? 'time zone offset hour' : 'ok'
  }

  readZoneName(): string {
    if (this.rest.startsWith('UTC')) {
      this.rest = this.rest.slice(3)
      this.zone = UTC
      return 'ok'
    }
    const length = zoneNameLength(this.rest)
    if (length === 0) return 'bad'
    this.zoneName = this.rest.slice(0, length)
    this.rest = this.rest.slice(length)
    return 'ok'
  }

  /** Fills in what the text left open, and checks the date. */
  settleDate(): void {
    const { fields } = this
    if (fields.yearDay >= 0) this.settleYearDay()
    if (fields.month < 0) fields.month = 1
    if (fields.day < 0) fields.day = 1
    if (fields.day < 1 || fields.day > daysIn(fields.year, fields.month)) throw this.error(': day out of range')
  }

  settleYearDay(): void {
    const { fields } = this
    const { year, yearDay } = fields
    if (yearDay < 1 || yearDay > (isLeap(year) ? 366 : 365)) throw this.error(': day-of-year out of range')
    let month = 12
    while (daysOf(year, month, 1) - daysOf(year, 1, 1) >= yearDay) month--
    const day = yearDay - (daysOf(year, month, 1) - daysOf(year, 1, 1))
    if (fields.month >= 0 && fields.month !== month) throw this.error(': day-of-year does not match month')
    if (fields.day >= 0 && fields.day !== day) throw this.error(': day-of-year does not match day')
    fields.month = month
    fields.day = day
  }

  settleZone(asUtc: number): ParsedTime {
    const { nanosecond } = this.fields
    if (this.zone !== undefined) return { seconds: asUtc, nanosecond, zone: this.zone }
    if (this.offset !== undefined) return { seconds: asUtc - this.offset, nanosecond, zone: this.zoneOfOffset(asUtc) }
    if (this.zoneName !== '') return this.settleZoneName(asUtc)
    return { seconds: fromLocal(asUtc, this.local), nanosecond, zone: this.local }
  }

  zoneOfOffset(asUtc: number): Zone {
    const offset = this.offset as number
    const state = this.local.at(asUtc - offset)
    const isLocal = state.offset === offset && (this.zoneName === '' || state.abbreviation === this.zoneName)
    return isLocal ? this.local : fixedZone(this.zoneName, offset)
  }

  settleZoneName(asUtc: number): ParsedTime {
    const { nanosecond } = this.fields
    const known = offsetOfName(this.local, this.zoneName, asUtc)
    if (known !== undefined) return { seconds: asUtc - known, nanosecond, zone: this.local }
    const hours = /^GMT([+-][0-9]+)$/.exec(this.zoneName)
    // Go keeps the moment and only notes the offset.
    return { seconds: asUtc, nanosecond, zone: fixedZone(this.zoneName, hours === null ? 0 : Number(hours[1]) * 3600) }
  }
}

/** Seconds since the epoch of a reading of the zone's clocks; where a clock jumps, as Go's `Date` decides. */
export function fromLocal(localSeconds: number, zone: Zone): number {
  const first = zone.at(localSeconds).offset
  return first === 0 ? localSeconds : localSeconds - zone.at(localSeconds - first).offset
}

/** Length of what looks like the abbreviation of a time zone, or 0. */
function zoneNameLength(text: string): number {
  if (text.length < 3) return 0
  if (/^(ChST|MeST)/.test(text)) return 4
  if (text.startsWith('GMT')) return 3 + signedHours(text.slice(3))
  if (/^[+-]/.test(text)) return signedHours(text)
  const upper = (/^[A-Z]*/.exec(text.slice(0, 6)) ?? [''])[0].length
  if (upper === 5) return text[4] === 'T' ? 5 : 0
  if (upper === 4) return text[3] === 'T' || text.startsWith('WITA') ? 4 : 0
  return upper === 3 ? 3 : 0
}

/** Length of a sign and hours below 24, or 0. */
function signedHours(text: string): number {
  const found = /^[+-]([0-9]+)/.exec(text)
  return found === null || Number(found[1]) > 23 ? 0 : found[0].length
}
