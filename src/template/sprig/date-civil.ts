/** A moment taken apart: calendar date and clock time. `month` counts from 1. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const DAY = 86_400

/** Month names in order. */
export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Day names in order, from Sunday. */
export const WEEKDAYS: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
]

/** Days since 1970-01-01 of a date in the proleptic Gregorian calendar; months beyond 1–12 and any day carry over. */
export function daysOf(year: number, month: number, day: number): number {
  const months = year * 12 + month - 1
  const shifted = months - 2
  const cycleYear = Math.floor(shifted / 12)
  const monthFromMarch = shifted - cycleYear * 12
  const era = Math.floor(cycleYear / 400)
  const yearOfEra = cycleYear - era * 400
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Seconds since 1970-01-01T00:00:00 of a date and time; every field may overflow into the next, as in Go's `Date`. */
export function secondsOf(civil: Civil): number {
  const { year, month, day, hour, minute, second } = civil
  return daysOf(year, month, day) * DAY + hour * 3600 + minute * 60 + second
}

/** The date and time of `seconds` since 1970-01-01T00:00:00. */
export function civilOf(seconds: number): Civil {
  const days = Math.floor(seconds / DAY)
  const rest = seconds - days * DAY
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
  }
}

/** Day of the week, 0 for Sunday. */
export function weekdayOf(seconds: number): number {
  const day = (Math.floor(seconds / DAY) + 4) % 7
  return day < 0 ? day + 7 : day
}

/** Whether a year has a 29th of February. */
export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Days in a month. */
export function daysIn(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1)
}

/** Day of the year, from 1. */
export function yearDayOf(civil: Civil): number {
  return daysOf(civil.year, civil.month, civil.day) - daysOf(civil.year, 1, 1) + 1
}
