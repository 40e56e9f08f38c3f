/** A decimal number `digits × 10^exponent` (shopspring/decimal 1.4): `addf`, `subf`, `mulf`, `divf` calculate in it. */
export interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** Digits behind the point that a division keeps. */
const DIVISION_PLACES = 16

/** The shortest decimal that reads back as `value`. Throws Go's text for infinities and NaN. */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Error(`Cannot create a Decimal from ${goNonFinite(value)}`)
  const [mantissa, power] = value.toExponential().split('e') as [string, string]
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?]
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length }
}

/** The nearest float64. */
export function decimalToNumber({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`)
}

/** a + b, exact. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent)
  return { digits: scaled(a, exponent) + scaled(b, exponent), exponent }
}

/** a - b, exact. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { digits: -b.digits, exponent: b.exponent })
}

/** a × b, exact. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent }
}

/** a / b to 16 places, half away from zero. Throws Go's text when b is 0. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (b.digits === 0n) throw new Error('decimal division by 0')
  const shift = a.exponent - b.exponent + DIVISION_PLACES
  const dividend = shift > 0 ? a.digits * 10n ** BigInt(shift) : a.digits
  const divisor = shift < 0 ? b.digits * 10n ** BigInt(-shift) : b.digits
  const quotient = dividend / divisor
  const rest = dividend % divisor
  const roundsUp = 2n * magnitude(rest) >= magnitude(divisor)
  const away = dividend < 0n === divisor < 0n ? 1n : -1n
  return { digits: roundsUp ? quotient + away : quotient, exponent: -DIVISION_PLACES }
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to)
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

function goNonFinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
