const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/
/** Go's zero time. */
const ZERO = 'Mon Jan  1 00:00:00 0001'

/** An RFC 3339 time as Go's `time.ANSIC` prints it, `Sun Nov 22 00:39:58 2026`, in the zone that it names. */
export function ansicTime(text: string): string {
  const [, year, month, day, clock] = RFC_3339.exec(text) ?? []
  if (year === undefined) return ZERO
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)))
  date.setUTCFullYear(Number(year))
  const name = DAYS[date.getUTCDay()]
  return `${name} ${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${clock} ${year}`
}
