/** A float64 as `strconv.FormatFloat(value, 'g', -1, 64)` prints it. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  const power = Number(exponent)
  const digits = mantissa.replace(/[-.]/g, '').length
  if (power < -4 || power >= 6) return withExponent(mantissa, power)
  return value.toFixed(Math.max(0, digits - 1 - power))
}

function withExponent(mantissa: string, power: number): string {
  const sign = power < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?([Zz]|[+-]\d\d:\d\d)$/

/** An RFC 3339 time in milliseconds since 1970, fractions kept; undefined when the text is none. */
export function parseTime(text: string): number | undefined {
  const match = RFC3339.exec(text)
  if (match === null) return undefined
  const parsed = Date.parse(text.replace(',', '.'))
  return Number.isNaN(parsed) ? undefined : parsed
}

/** What `time.Time.UnmarshalJSON` says about a text that is not RFC 3339. */
export function formatTimeError(text: string): string {
  const quoted = JSON.stringify(text)
  const rest = text.replace(/^\d{4}(-\d\d(-\d\d([Tt]\d\d(:\d\d(:\d\d)?)?)?)?)?/, '')
  const layouts: readonly (readonly [RegExp, string])[] = [
    [/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d/, 'Z07:00'],
    [/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d/, ':'],
    [/^\d{4}-\d\d-\d\d/, 'T'],
    [/^\d{4}-\d\d/, '-'],
    [/^\d{4}/, '-'],
  ]
  const expected = layouts.find(([form]) => form.test(text))?.[1] ?? '2006'
  const missing = expected === '2006' ? text : rest
  return `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(missing)} as ${JSON.stringify(expected)}`
}
