import type { FieldSchedule, Schedule } from './schedule.ts'
import { type WallTime, type Zone, zoneOf } from './zone.ts'

/**
 * The first time after a moment at which a schedule runs, in milliseconds; undefined when there is none within five years.
 * Where clocks are changed it does as the library does: an hour that is not there is left out, one that is there twice may
 * run twice. Source: robfig/cron v3, `SpecSchedule.Next`.
 */
export function nextTime(schedule: Schedule, afterMs: number): number | undefined {
  const second = Math.floor(afterMs / 1000) * 1000
  if (schedule.kind === 'every') return second + schedule.delayMs
  return new Search(schedule, second + 1000).find()
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** No schedule needs more steps; where a zone left out a whole day, a search would never end. */
const MAX_STEPS = 50_000

/** Moves a moment on until every field matches: month, day, hour, minute and second, again after each wrap. */
class Search {
  readonly #schedule: FieldSchedule
  readonly #zone: Zone
  #at: number
  /** Whether smaller parts were set to their beginnings. */
  #isReset = false
  #steps = 0

  constructor(schedule: FieldSchedule, fromMs: number) {
    this.#schedule = schedule
    this.#zone = zoneOf(schedule.zone)
    this.#at = fromMs
  }

  find(): number | undefined {
    const lastYear = this.#wall.year + 5
    while (this.#wall.year <= lastYear && this.#steps < MAX_STEPS) {
      if (this.#month() && this.#day() && this.#hour() && this.#minute() && this.#second()) return this.#at
    }
    return undefined
  }

  get #wall(): WallTime {
    return this.#zone.wall(this.#at)
  }

  /** Each is false after a wrap: then larger parts are looked at again. */
  #month(): boolean {
    for (let wall = this.#wall; !this.#schedule.months.has(wall.month); this.#steps++) {
      this.#reset({ day: 1, hour: 0 })
      this.#at = this.#shifted({ months: 1, days: 0 })
      wall = this.#wall
      if (wall.month === 1 || this.#steps > MAX_STEPS) return false
    }
    return true
  }

  #day(): boolean {
    for (let wall = this.#wall; !matchesDay(this.#schedule, wall); this.#steps++) {
      this.#reset({ hour: 0 })
      this.#at = this.#shifted({ months: 0, days: 1 })
      // midnight may not exist where clocks are changed at midnight
      const { hour } = this.#wall
      if (hour !== 0) this.#at += (hour > 12 ? 24 - hour : -hour) * HOUR_MS
      wall = this.#wall
      if (wall.day === 1 || this.#steps > MAX_STEPS) return false
    }
    return true
  }

  #hour(): boolean {
    for (let wall = this.#wall; !this.#schedule.hours.has(wall.hour); this.#steps++) {
      this.#reset({})
      this.#at += HOUR_MS
      wall = this.#wall
      if (wall.hour === 0 || this.#steps > MAX_STEPS) return false
    }
    return true
  }

  #minute(): boolean {
    for (let wall = this.#wall; !this.#schedule.minutes.has(wall.minute); this.#steps++) {
      if (!this.#isReset) this.#at = Math.floor(this.#at / MINUTE_MS) * MINUTE_MS
      this.#isReset = true
      this.#at += MINUTE_MS
      wall = this.#wall
      if (wall.minute === 0 || this.#steps > MAX_STEPS) return false
    }
    return true
  }

  /** Runs are at whole minutes. */
  #second(): boolean {
    const past = this.#at % MINUTE_MS
    if (past === 0) return true
    this.#isReset = true
    this.#at += MINUTE_MS - past
    return false
  }

  /** Sets smaller parts to their beginnings, once. */
  #reset({ day, hour }: { readonly day?: number; readonly hour?: number }): void {
    if (this.#isReset) return
    this.#isReset = true
    const wall = this.#wall
    this.#at = this.#zone.moment({ ...wall, day: day ?? wall.day, hour: hour ?? wall.hour, minute: 0 })
  }

  #shifted({ months, days }: { readonly months: number; readonly days: number }): number {
    const { year, month, day, hour, minute } = this.#wall
    const second = Math.floor((this.#at % MINUTE_MS) / 1000)
    return this.#zone.moment({ year, month: month + months, day: day + days, hour, minute, second })
  }
}

function matchesDay({ days, weekdays, hasFreeDays }: FieldSchedule, { day, weekday }: WallTime): boolean {
  const [isDay, isWeekday] = [days.has(day), weekdays.has(weekday)]
  return hasFreeDays ? isDay && isWeekday : isDay || isWeekday
}
