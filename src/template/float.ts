/** The letters `strconv.FormatFloat` knows. */
export type FloatFormat = 'e' | 'E' | 'f' | 'g' | 'G' | 'b' | 'x' | 'X'

/** Decimal digits without sign, and where the point stands: 0.digits × 10^point. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

/** `strconv.FormatFloat(value, format, precision, bits)`, exact; precision -1 is the shortest that reads back. */
export function formatFloat(value: number, format: FloatFormat, precision = -1, bits: 32 | 64 = 64): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (format === 'b') return sign + formatBinary(size, bits)
  if (format === 'x') return sign + formatHex(size, precision)
  if (format === 'X') return sign + formatHex(size, precision).toUpperCase()
  return sign + formatDecimal(size, { format, precision, bits })
}

/** What `print`, `%v` and the output of templates show: `FormatFloat(value, 'g', -1, 64)`. */
export function floatText(value: number): string {
  const size = Math.abs(value)
  if ((size >= 1e-4 && size < 1e6) || (value === 0 && !Object.is(value, -0))) return String(value)
  return formatFloat(value, 'g')
}

function formatDecimal(size: number, options: { format: FloatFormat; precision: number; bits: number }): string {
  const { format, bits } = options
  const shortest = options.precision < 0
  const lower = format.toLowerCase() as 'e' | 'f' | 'g'
  const decimal = shortest ? shortestDecimal(size, bits) : roundedDecimal(size, lower, options.precision)
  if (lower === 'e') return exponential(decimal, shortest ? decimal.digits.length - 1 : options.precision, format)
  if (lower === 'f')
    return fixed(decimal, shortest ? Math.max(decimal.digits.length - decimal.point, 0) : options.precision)
  return general(decimal, options.precision, format)
}

function general(decimal: Decimal, precision: number, format: FloatFormat): string {
  const count = decimal.digits.length
  const wanted = Math.max(precision, 1)
  const limit = precision < 0 ? 6 : wanted > count && count >= decimal.point ? count : wanted
  const exponent = decimal.point - 1
  if (exponent < -4 || exponent >= limit) return exponential(decimal, count - 1, format === 'G' ? 'E' : 'e')
  return fixed(decimal, Math.max(count - decimal.point, 0))
}

function exponential(decimal: Decimal, precision: number, letter: string): string {
  const digits = decimal.digits.padEnd(precision + 1, '0')
  const exponent = isZero(decimal) ? 0 : decimal.point - 1
  const shown = String(Math.abs(exponent)).padStart(2, '0')
  const fraction = precision > 0 ? `.${digits.slice(1, precision + 1)}` : ''
  return `${digits.charAt(0)}${fraction}${letter}${exponent < 0 ? '-' : '+'}${shown}`
}

function fixed(decimal: Decimal, precision: number): string {
  const { digits, point } = decimal
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  if (precision <= 0) return whole
  const fraction = point >= 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, precision)) + digits
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`
}

function isZero(decimal: Decimal): boolean {
  return decimal.digits === '' || decimal.digits === '0'
}

function shortestDecimal(size: number, bits: number): Decimal {
  if (size === 0) return { digits: '0', point: 1 }
  const text = bits === 32 ? shortest32(size) : size.toExponential()
  const [mantissa = '', exponent = '0'] = text.split('e')
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 }
}

function shortest32(size: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = size.toExponential(digits)
    if (Math.fround(Number(text)) === Math.fround(size)) return text
  }
  return size.toExponential()
}

/** Rounds half to even on the exact binary value, as Go does; JavaScript's own `toFixed` rounds half up. */
function roundedDecimal(size: number, format: 'e' | 'f' | 'g', precision: number): Decimal {
  const exact = exactDecimal(size)
  if (isZero(exact)) return { digits: '0', point: 1 }
  const wanted = format === 'f' ? exact.point + precision : format === 'e' ? precision + 1 : Math.max(precision, 1)
  const rounded = round(exact, wanted)
  return format === 'g' ? { ...rounded, digits: rounded.digits.replace(/0+$/, '') || '0' } : rounded
}

function round(exact: Decimal, count: number): Decimal {
  if (count >= exact.digits.length) return exact
  if (count < 0) return { digits: '0', point: 1 }
  const kept = exact.digits.slice(0, count)
  if (!roundsUp(exact.digits, count))
    return kept === '' ? { digits: '0', point: 1 } : { digits: kept, point: exact.point }
  const raised = String(BigInt(kept === '' ? '0' : kept) + 1n)
  const carried = raised.length > count
  return { digits: raised.padStart(count, '0'), point: exact.point + (carried ? 1 : 0) }
}

function roundsUp(digits: string, at: number): boolean {
  const next = digits.charAt(at)
  if (next !== '5' || /[1-9]/.test(digits.slice(at + 1))) return next >= '5'
  return at > 0 && Number(digits.charAt(at - 1)) % 2 === 1
}

function exactDecimal(size: number): Decimal {
  if (size === 0) return { digits: '0', point: 1 }
  const { mantissa, exponent } = binaryParts(size)
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)
  const text = String(scaled)
  return { digits: text.replace(/0+$/, ''), point: text.length - (exponent >= 0 ? 0 : -exponent) }
}

/** size = mantissa × 2^exponent. */
function binaryParts(size: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, size)
  const bits = view.getBigUint64(0)
  const biased = Number(bits >> 52n) & 0x7ff
  const fraction = bits & ((1n << 52n) - 1n)
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 }
}

function formatBinary(size: number, bits: number): string {
  const { mantissa, exponent } = size === 0 ? { mantissa: 0n, exponent: -1074 } : binaryParts(size)
  if (bits === 64) return `${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
  const shifted = mantissa >> 29n
  const power = exponent + 29
  return `${shifted}p${power < 0 ? '-' : '+'}${Math.abs(power)}`
}

function formatHex(size: number, precision: number): string {
  if (size === 0) return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+00`
  let { mantissa, exponent } = binaryParts(size)
  const length = mantissa.toString(2).length
  mantissa <<= BigInt(53 - length)
  exponent += 52 - (53 - length)
  if (precision >= 0 && precision < 13) {
    mantissa = roundBits(mantissa, BigInt(52 - 4 * precision))
    if (mantissa >> 53n !== 0n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const lead = mantissa >> 52n
  const digits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, '0')
  const fraction = precision < 0 ? digits.replace(/0+$/, '') : digits.slice(0, precision).padEnd(precision, '0')
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `0x${lead}${fraction === '' ? '' : `.${fraction}`}p${exponent < 0 ? '-' : '+'}${power}`
}

function roundBits(mantissa: bigint, drop: bigint): bigint {
  const rest = mantissa & ((1n << drop) - 1n)
  const half = 1n << (drop - 1n)
  const kept = mantissa >> drop
  const up = rest > half || (rest === half && (kept & 1n) === 1n)
  return (kept + (up ? 1n : 0n)) << drop
}
