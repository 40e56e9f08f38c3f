/** A moment as clocks on the wall show it; months from 1, weekdays from Sunday = 0. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly weekday: number
}

/** How a zone turns moments into times of day and back. Milliseconds since the epoch. */
export interface Zone {
  wall(ms: number): WallTime
  /**
   * The moment of a time of day; parts may be out of range. Of a time that is there twice, or not at all, one of the two
   * moments around the change, as Go's `time.Date` chooses it.
   */
  moment(parts: MomentParts): number
  /** `+09:00`, or `Z`. */
  offsetText(ms: number): string
}

/** Year, month, day and what is more than midnight. */
export interface MomentParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour?: number
  readonly minute?: number
  readonly second?: number
}

/** The zone of an IANA name, which must be known. */
export function zoneOf(name: string): Zone {
  const present = zones.get(name)
  if (present !== undefined) return present
  const made = createZone(createOffsets(name))
  zones.set(name, made)
  return made
}

/** A few hundred names exist. */
const zones = new Map<string, Zone>()

function createZone(offsetMs: (ms: number) => number): Zone {
  return {
    wall: (ms) => {
      const local = new Date(ms + offsetMs(ms))
      return {
        year: local.getUTCFullYear(),
        month: local.getUTCMonth() + 1,
        day: local.getUTCDate(),
        hour: local.getUTCHours(),
        minute: local.getUTCMinutes(),
        weekday: local.getUTCDay(),
      }
    },
    moment: ({ year, month, day, hour = 0, minute = 0, second = 0 }) => {
      const local = Date.UTC(year, month - 1, day, hour, minute, second)
      const offset = offsetMs(local)
      // a zone that is at UTC is not looked up again
      return offset === 0 ? local : local - offsetMs(local - offset)
    },
    offsetText: (ms) => {
      const minutes = Math.round(offsetMs(ms) / 60_000)
      if (minutes === 0) return 'Z'
      const two = (count: number): string => String(count).padStart(2, '0')
      const size = Math.abs(minutes)
      return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
    },
  }
}

/** Zones change their offset on quarters of an hour. */
const QUARTER_MS = 15 * 60_000
const MAX_KEPT = 10_000

function createOffsets(name: string): (ms: number) => number {
  if (name === 'UTC') return () => 0
  const kept = new Map<number, number>()
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS)
    const known = kept.get(quarter)
    if (known !== undefined) return known
    if (kept.size >= MAX_KEPT) kept.clear()
    const at = quarter * QUARTER_MS
    const offset = wallMs(format.format(at)) - at
    kept.set(quarter, offset)
    return offset
  }
}

/** `7/9/2012, 15:00:00` as if it were UTC. */
function wallMs(text: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (text.match(/\d+/g) ?? []).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
