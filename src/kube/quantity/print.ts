import { parseQuantity } from './parse.ts'
import { nanosPerUnit, type Quantity, roundToMilli } from './quantity.ts'

/** The canonical text: no fraction, the largest suffix that leaves a whole number. */
export function printQuantity(quantity: Quantity): string {
  if (quantity.nanos === 0n) return '0'
  return isBinary(quantity) ? printBinary(quantity.nanos / nanosPerUnit) : printDecimal(quantity)
}

/** The text as the API server gives it back; a text that is no quantity stays as it is. */
export function canonicalQuantity(text: string): string {
  const quantity = parseQuantity(text)
  return quantity === undefined ? text : printQuantity(quantity)
}

/** The same for an entry of a resource list, which is kept in thousandths. */
export function canonicalResource(text: string): string {
  const quantity = parseQuantity(text)
  return quantity === undefined ? text : printQuantity(roundToMilli(quantity))
}

const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const
const binaryFloorNanos = 1024n * nanosPerUnit

/** Binary suffixes only print whole numbers of 1024 and more. */
function isBinary({ nanos, format }: Quantity): boolean {
  if (format !== 'BinarySI' || nanos % nanosPerUnit !== 0n) return false
  return nanos >= binaryFloorNanos || nanos <= -binaryFloorNanos
}

function printBinary(units: bigint): string {
  let number = units
  let step = 0
  while (number % 1024n === 0n && step < binarySuffixes.length - 1) {
    number /= 1024n
    step++
  }
  return `${number}${binarySuffixes[step]}`
}

function printDecimal({ nanos, format }: Quantity): string {
  const isExponent = format === 'DecimalExponent'
  let number = nanos
  let exponent = -9
  while (number % 1000n === 0n && (isExponent || exponent < 18)) {
    number /= 1000n
    exponent += 3
  }
  if (!isExponent) return `${number}${decimalSuffixes[exponent / 3 + 3]}`
  return exponent === 0 ? `${number}` : `${number}e${exponent}`
}
