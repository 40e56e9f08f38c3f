import { nanosPerUnit, type Quantity, type QuantityFormat } from './quantity.ts'

/**
 * Reads `1500m`, `2Gi`, `1e3` (apimachinery ParseQuantity): more than nine places are rounded away from zero, binary
 * amounts end at 2^63-1. Undefined when the text is no quantity, or its exponent is beyond any use.
 */
export function parseQuantity(text: string): Quantity | undefined {
  if (text.length > maxRemembered) return parse(text)
  const known = remembered.get(text)
  if (known !== undefined) return known
  const quantity = parse(text)
  if (remembered.size >= rememberedCount) remembered.clear()
  if (quantity !== undefined) remembered.set(text, quantity)
  return quantity
}

/** Thousands of pods ask for the same few amounts. */
const remembered = new Map<string, Quantity>()
const rememberedCount = 2048
const maxRemembered = 24

function parse(text: string): Quantity | undefined {
  const found = text.length <= 400 ? shape.exec(text) : null
  if (found === null) return undefined
  const [, sign, whole = '', fraction = '', suffix = ''] = found
  if (whole === '' && fraction === '' && !text.includes('.')) return undefined
  const unit = unitOf(suffix)
  if (unit === undefined) return undefined
  const nanos = bounded(scaled(BigInt(`${whole}${fraction}` || '0'), fraction.length, unit), unit.format)
  const format = unit.format === 'BinarySI' && nanos > 0n && nanos < nanosPerUnit ? 'DecimalSI' : unit.format
  return { nanos: sign === '-' ? -nanos : nanos, format }
}

/** Sentence of Kubernetes about a text that is no quantity. */
export const quantityMessage =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

interface Unit {
  readonly format: QuantityFormat
  readonly base: 2n | 10n
  readonly exponent: number
}

const shape = /^([+-])?(\d*)(?:\.(\d*))?([eEinumkKMGTP]*(?:[-+]?\d*))$/
const largestBinaryNanos = (2n ** 63n - 1n) * nanosPerUnit
const largestExponent = 300

const units: ReadonlyMap<string, Unit> = new Map([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((name, at): [string, Unit] => [
    name,
    { format: 'DecimalSI', base: 10n, exponent: (at - 3) * 3 },
  ]),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((name, at): [string, Unit] => [
    name,
    { format: 'BinarySI', base: 2n, exponent: (at + 1) * 10 },
  ]),
])

function unitOf(suffix: string): Unit | undefined {
  const known = units.get(suffix)
  if (known !== undefined) return known
  if (!/^[eE][-+]?\d{1,9}$/.test(suffix)) return undefined
  const exponent = Number(suffix.slice(1))
  return Math.abs(exponent) > largestExponent ? undefined : { format: 'DecimalExponent', base: 10n, exponent }
}

/** Billionths of `digits` with `places` behind the point, rounded up. */
function scaled(digits: bigint, places: number, { base, exponent }: Unit): bigint {
  const grown = digits * nanosPerUnit * (exponent > 0 ? base ** BigInt(exponent) : 1n)
  const divisor = 10n ** BigInt(places) * (exponent < 0 ? base ** BigInt(-exponent) : 1n)
  return (grown + divisor - 1n) / divisor
}

function bounded(nanos: bigint, format: QuantityFormat): bigint {
  return format === 'BinarySI' && nanos > largestBinaryNanos ? largestBinaryNanos : nanos
}
