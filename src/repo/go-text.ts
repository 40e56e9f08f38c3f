/** A float64 as `strconv.FormatFloat(value, 'g', -1, 64)` prints it. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  const power = Number(exponent)
  if (power < -4 || power >= EXPONENT_FROM) return withExponent(mantissa, power)
  const digits = mantissa.replace(/[-.]/g, '').length
  return value.toFixed(Math.max(0, digits - 1 - power))
}

/** From this power of ten on, the shortest form has an exponent. */
const EXPONENT_FROM = 6

function withExponent(mantissa: string, power: number): string {
  const sign = power < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
}

const RFC3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/

/** True for an RFC 3339 time. */
export function isTime(text: string): boolean {
  // as UTC: a local time would load the zone tables, 13 ms of a render
  return RFC3339.test(text) && !Number.isNaN(Date.parse(`${text.slice(0, 19)}Z`))
}

/** The zero of Go's `time.Time`. */
export const ZERO_TIME = '0001-01-01T00:00:00Z'

/** A time as Go prints it: no trailing zeros in the fraction, `Z` for UTC. */
export function formatTime(text: string): string {
  const match = RFC3339.exec(text)
  if (match === null) return text
  const [, seconds, fraction = '', zone] = match
  const digits = fraction.slice(0, 9).replace(/0+$/, '')
  return `${seconds}${digits === '' ? '' : `.${digits}`}${zone === '+00:00' ? 'Z' : zone}`
}

/** What `time.Time.UnmarshalJSON` says about a text that is not RFC 3339. */
export function formatTimeError(text: string): string {
  const [missing, expected] = missingPart(text)
  const layout = '"2006-01-02T15:04:05Z07:00"'
  return `parsing time ${JSON.stringify(text)} as ${layout}: cannot parse ${JSON.stringify(missing)} as ${JSON.stringify(expected)}`
}

const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d\d/, '01'],
  [/^-/, '-'],
  [/^\d\d/, '02'],
  [/^T/, 'T'],
  [/^\d\d/, '15'],
  [/^:/, ':'],
  [/^\d\d/, '04'],
  [/^:/, ':'],
  [/^\d\d(?:[.,]\d+)?/, '05'],
]

function missingPart(text: string): readonly [string, string] {
  let rest = text
  for (const [form, expected] of PARTS) {
    const match = form.exec(rest)
    if (match === null) return [rest, expected]
    rest = rest.slice(match[0].length)
  }
  return [rest, 'Z07:00']
}
