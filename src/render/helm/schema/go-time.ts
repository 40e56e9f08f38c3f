const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Reads `2006-01-02` as Go's `time.Parse`; gives Go's error text, or undefined when the date is good. */
export function dateProblem(text: string): string | undefined {
  const problem = readDate(text)
  return problem === undefined || problem.startsWith('parsing') ? problem : `parsing time ${quoteTime(text)}${problem}`
}

const FIELDS: readonly [layout: string, form: RegExp][] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
]

function readDate(text: string): string | undefined {
  let rest = text
  const fields: number[] = []
  for (const [layout, form] of FIELDS) {
    const match = form.exec(rest)
    if (match === null) return ` as "2006-01-02": cannot parse ${quoteTime(rest)} as "${layout}"`
    rest = rest.slice(match[0].length)
    if (layout !== '-') fields.push(Number(match[0]))
    if (layout === '01' && (fields[1] === 0 || (fields[1] as number) > 12)) return ': month out of range'
  }
  if (rest !== '') return `: extra text: ${quoteTime(rest)}`
  const [year = 0, month = 1, day = 1] = fields
  return day < 1 || day > daysIn(year, month) ? ': day out of range' : undefined
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] as number)
}

/** The time package's own quoting: everything outside printable ASCII byte by byte. */
function quoteTime(text: string): string {
  let out = ''
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte)
    if (character === '"' || character === '\\') out += `\\${character}`
    else out += byte < 0x20 || byte >= 0x7f ? `\\x${byte.toString(16).padStart(2, '0')}` : character
  }
  return `"${out}"`
}

const CLOCK = /^(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(Z|[+-](\d\d):(\d\d))?$/

/** Whether `text` is a time of day, with a zone (`zoned`), without, or either. Go's `15:04:05` and `15:04:05Z07:00`. */
export function isClock(text: string, zoned?: boolean): boolean {
  const match = CLOCK.exec(text)
  if (match === null || (zoned !== undefined && zoned !== (match[4] !== undefined))) return false
  const [, hour, minute, second, , zoneHour = '0', zoneMinute = '0'] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false
  return Number(zoneHour) <= 24 && Number(zoneMinute) <= 60
}

/** Whether `text` is an RFC 3339 date and time, as Go reads it. */
export function isDateTime(text: string): boolean {
  return text[10] === 'T' && dateProblem(text.slice(0, 10)) === undefined && isClock(text.slice(11), true)
}
