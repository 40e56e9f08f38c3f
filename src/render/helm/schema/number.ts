import { NumberText } from './json.ts'

/** A JSON number: a float64, or the text of one that float64 cannot give back. */
export type JsonNumber = number | NumberText

/** `digits × 10^exponent`, exactly. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

const MAX_EXPONENT = 5_000
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** The exact decimal value. A number whose exponent is out of all reason counts as zero. */
function decimal(value: JsonNumber): Decimal {
  const match = NUMBER.exec(numberText(value))
  if (match === null) return { digits: 0n, exponent: 0 }
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const power = Number(exponent) - fraction.length
  if (Math.abs(power) > MAX_EXPONENT) return { digits: 0n, exponent: 0 }
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: power }
}

/** Whether `value` is a JSON number. */
export function isNumber(value: unknown): value is JsonNumber {
  return typeof value === 'number' || value instanceof NumberText
}

/** The text of a number, as it was written where that matters. */
export function numberText(value: JsonNumber): string {
  return typeof value === 'number' ? String(value) : value.text
}

/** The nearest float64. */
export function toFloat(value: JsonNumber): number {
  return typeof value === 'number' ? value : Number(value.text)
}

/** Negative, zero or positive, as `left` is smaller, equal or larger; exact. */
export function compareNumbers(left: JsonNumber, right: JsonNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const [a, b] = align(decimal(left), decimal(right))
  return a < b ? -1 : Number(a > b)
}

/** Whether the value has no fraction: `1.0` has none. */
export function isInteger(value: JsonNumber): boolean {
  if (typeof value === 'number') return Number.isInteger(value)
  const { digits, exponent } = decimal(value)
  return exponent >= 0 || digits % 10n ** BigInt(-exponent) === 0n
}

/** Whether `value / step` is an integer; exact. `step` is not zero. */
export function isMultiple(value: JsonNumber, step: JsonNumber): boolean {
  if (typeof value === 'number' && typeof step === 'number' && isSafe(value) && isSafe(step)) return value % step === 0
  const [a, b] = align(decimal(value), decimal(step))
  return b === 0n || a % b === 0n
}

/** An integer that Go's `int` can hold, as a number; undefined for anything else. */
export function smallInteger(value: unknown): number | undefined {
  return isNumber(value) && isInteger(value) ? toFloat(value) : undefined
}

function isSafe(value: number): boolean {
  return Number.isSafeInteger(value)
}

function align(left: Decimal, right: Decimal): [bigint, bigint] {
  const low = Math.min(left.exponent, right.exponent)
  return [left.digits * 10n ** BigInt(left.exponent - low), right.digits * 10n ** BigInt(right.exponent - low)]
}

/** Shortest digits of a finite float64 and the place of the point: 0.00123 is `['', '123', -2]`. */
function shortest(value: number): [sign: string, digits: string, point: number] {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  return [sign, mantissa.replace('.', ''), value === 0 ? 1 : Number(exponent) + 1]
}

/** Go's `%g` with shortest digits: an exponent from 1e+06 and below 1e-04. What `*big.Float` prints. */
export function formatBigFloat(value: JsonNumber): string {
  const [sign, digits, point] = typeof value === 'number' ? shortest(value) : exactDigits(value)
  const exponent = point - 1
  if (exponent < -4 || exponent >= 6) {
    return `${sign}${withPoint(digits, 1)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  return sign + withPoint(digits, point)
}

function exactDigits(value: NumberText): [sign: string, digits: string, point: number] {
  const { digits, exponent } = decimal(value)
  if (digits === 0n) return ['', '0', 1]
  const text = String(digits < 0n ? -digits : digits)
  return [digits < 0n ? '-' : '', text.replace(/0+$/, ''), text.length + exponent]
}

function withPoint(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  if (digits.length <= point) return digits + '0'.repeat(point - digits.length)
  return `${digits.slice(0, point)}.${digits.slice(point)}`
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A float64 as an English message prints it: `1,234.5`, `1×10⁰⁶`. */
export function formatEnglish(value: number): string {
  const [sign, digits, point] = shortest(value)
  const exponent = point - 1
  if (exponent < -4 || exponent >= 6) {
    const power = String(Math.abs(exponent))
      .padStart(2, '0')
      .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] as string)
    return `${sign}${withPoint(digits, 1)}×10${exponent < 0 ? '⁻' : ''}${power}`
  }
  const [whole = '', fraction] = withPoint(digits, point).split('.')
  return sign + groupThousands(whole) + (fraction === undefined ? '' : `.${fraction}`)
}

/** An integer as an English message prints it: `12,345`. */
export function formatCount(value: number): string {
  return value < 0 ? `-${groupThousands(String(-value))}` : groupThousands(String(value))
}

function groupThousands(digits: string): string {
  return digits.length <= 3 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ',')
}
