import { ZONE_NAMES } from './zone-names.ts'

/** What a zone says of a moment: seconds east of UTC, and the name of the time kept there. */
export interface ZoneState {
  readonly offset: number
  readonly abbreviation: string
}

/** A time zone, Go's `*time.Location`. */
export interface Zone {
  /** `UTC`, `Local`, `Europe/Berlin`, or empty for a zone that was made up for an offset. */
  readonly name: string
  /** State at a moment in seconds since the epoch. */
  at(seconds: number): ZoneState
  /** Whether summer time is kept at that moment. */
  isSummer(seconds: number): boolean
}

const MAX_SECONDS = 8.64e12
/** Before 1937 an odd offset is the local mean time of a place. */
const LAST_LOCAL_MEAN_TIME = -1_041_379_200
const UTC_STATE: ZoneState = { offset: 0, abbreviation: 'UTC' }

/** Coordinated Universal Time. */
export const UTC: Zone = { name: 'UTC', at: () => UTC_STATE, isSummer: () => false }

/** A zone with one offset for ever, as a parsed `-0700` gives. */
export function fixedZone(abbreviation: string, offset: number): Zone {
  const state = { offset, abbreviation }
  return { name: abbreviation, at: () => state, isSummer: () => false }
}

const loaded = new Map<string, Zone | undefined>()

/** The zone of an IANA name, or undefined where Go's `LoadLocation` knows none. Empty is UTC. */
export function loadZone(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') return UTC
  if (!loaded.has(name)) loaded.set(name, isZoneName(name) ? openZone(name) : undefined)
  return loaded.get(name)
}

/** The local zone, under its IANA name as where `TZ` names it; unknown names are UTC. */
export function localZone(timeZone: string): Zone {
  return loadZone(timeZone) ?? UTC
}

/** The offset that a zone gives to an abbreviation near a moment, or undefined when it never uses it. */
export function offsetOfName(zone: Zone, abbreviation: string, seconds: number): number | undefined {
  for (const probe of [seconds, ...halfYears(seconds)]) {
    const state = zone.at(probe)
    if (state.abbreviation === abbreviation && zone.at(seconds - state.offset).abbreviation === abbreviation) {
      return state.offset
    }
  }
  for (const probe of halfYears(seconds)) {
    const state = zone.at(probe)
    if (state.abbreviation === abbreviation) return state.offset
  }
  return undefined
}

/** IANA names are spelled with capitals; Intl would forgive any case, and take offsets. */
function isZoneName(name: string): boolean {
  return !name.includes('..') && /^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name)
}

function openZone(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
  return zoneOf(name, (seconds) => offsetAt(format, seconds))
}

function zoneOf(name: string, offsetOf: (seconds: number) => number): Zone {
  const [standard, summer] = abbreviationsOf(name)
  const isSummer = (seconds: number): boolean => {
    const [winter, other] = halfYears(seconds).map(offsetOf) as [number, number]
    return winter !== other && offsetOf(seconds) === Math.max(winter, other)
  }
  const at = (seconds: number): ZoneState => {
    const offset = offsetOf(seconds)
    if (standard === undefined) return { offset, abbreviation: offsetName(offset) }
    if (seconds < LAST_LOCAL_MEAN_TIME && offset % 900 !== 0) return { offset, abbreviation: 'LMT' }
    const isOther = summer !== undefined && isSummer(seconds)
    return { offset, abbreviation: isOther ? summer : standard }
  }
  return { name, at, isSummer }
}

/** Moments in January and July of the same year. */
function halfYears(seconds: number): [number, number] {
  const year = new Date(clamp(seconds) * 1000).getUTCFullYear()
  return [Date.UTC(year, 0, 15) / 1000, Date.UTC(year, 6, 15) / 1000]
}

function clamp(seconds: number): number {
  return Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, Math.floor(seconds)))
}

function offsetAt(format: Intl.DateTimeFormat, seconds: number): number {
  const moment = clamp(seconds) * 1000
  const fields = new Map(format.formatToParts(moment).map((part) => [part.type, part.value]))
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type))
  const year = fields.get('era')?.startsWith('B') ? 1 - number('year') : number('year')
  const local = new Date(0)
  local.setUTCFullYear(year, number('month') - 1, number('day'))
  local.setUTCHours(number('hour'), number('minute'), number('second'))
  return (local.getTime() - moment) / 1000
}

let abbreviations: Map<string, string> | undefined

function abbreviationsOf(name: string): readonly (string | undefined)[] {
  abbreviations ??= new Map(
    ZONE_NAMES.flatMap((line) => {
      const [names, ...zones] = line.split(' ') as [string, ...string[]]
      return zones.map((zone): [string, string] => [zone, names])
    }),
  )
  const names = abbreviations.get(name)
  return names === undefined || names === '#' ? [] : names.split('/')
}

function offsetName(offset: number): string {
  const minutes = Math.trunc(Math.abs(offset) / 60)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}${minutes % 60 === 0 ? '' : two(minutes % 60)}`
}
