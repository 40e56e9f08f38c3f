import { type Json, parseQuantity } from '#kube'

/**
 * The struct behind a `resource.Quantity` that was read from text: small amounts are a number with a scale and keep their
 * text where it is canonical, others are a decimal. Source: apimachinery `ParseQuantity`.
 */
export function printGoQuantity(value: Json | undefined): string {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''
  if (text === '' || text === '0') return small({ value: 0n, scale: 0, text, format: text === '' ? '' : 'DecimalSI' })
  const written = readWritten(text)
  return (written === undefined ? undefined : smallOf(written)) ?? decimalOf(text)
}

interface Written {
  readonly text: string
  readonly isNegative: boolean
  /** Digits before and behind the point, leading zeros of the first left out. */
  readonly whole: string
  readonly fraction: string
  readonly format: string
  readonly exponent: number
}

function readWritten(text: string): Written | undefined {
  const found = /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text)
  if (found === null) return undefined
  const [, sign, whole = '', fraction = '', suffix = ''] = found
  const unit = unitOf(suffix)
  return unit && { text, isNegative: sign === '-', whole: whole === '' ? '0' : whole, fraction, ...unit }
}

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

function unitOf(suffix: string): { readonly format: string; readonly exponent: number } | undefined {
  if (DECIMAL.includes(suffix)) return { format: 'DecimalSI', exponent: (DECIMAL.indexOf(suffix) - 3) * 3 }
  if (BINARY.includes(suffix)) return { format: 'BinarySI', exponent: (BINARY.indexOf(suffix) + 1) * 10 }
  return /^[eE][-+]?\d+$/.test(suffix) ? { format: 'DecimalExponent', exponent: Number(suffix.slice(1)) } : undefined
}

const MOST_DIGITS = 18
const NANO = -9

/** Undefined for an amount that does not fit. */
function smallOf(written: Written): string | undefined {
  const { whole, fraction, format, exponent, text, isNegative } = written
  const isBinary = format === 'BinarySI'
  const scale = (isBinary ? 0 : exponent) - fraction.length
  if (precisionOf(written) < 0 || scale < NANO) return undefined
  const digits = whole + fraction
  const number = BigInt(digits)
  const value = isBinary ? number << BigInt(exponent) : number
  if (value >= 2n ** 63n) return undefined
  const isCanonical = isBinary
    ? exponent % 10 === 0 && (number & 7n) !== 0n
    : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
  return small({ value: isNegative ? -value : value, scale, text: isCanonical ? text : '', format })
}

function precisionOf({ whole, fraction, format, exponent }: Written): number {
  if (format !== 'BinarySI') return MOST_DIGITS - whole.length - fraction.length
  return fraction === '' ? 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1 : -1
}

interface Small {
  readonly value: bigint
  readonly scale: number
  readonly text: string
  readonly format: string
}

function small({ value, scale, text, format }: Small): string {
  return (
    `{i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}} ` +
    `d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${format}}`
  )
}

function decimalOf(text: string): string {
  const { nanos = 0n, format = 'DecimalSI' } = parseQuantity(text) ?? {}
  const [unscaled, scale] = nanos === LARGEST_BINARY_NANOS && format === 'BinarySI' ? [LARGEST, 0] : [nanos, -NANO]
  return (
    '{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec)' +
    `{unscaled:(big.Int){neg:(bool)${unscaled < 0n} abs:(big.nat)${wordsOf(unscaled)}} scale:(inf.Scale)${scale}}} ` +
    `s:(string) Format:(resource.Format)${format}}`
  )
}

const LARGEST = 2n ** 63n - 1n
const LARGEST_BINARY_NANOS = LARGEST * 1_000_000_000n

/** Words of 64 bits, the lowest first. */
function wordsOf(value: bigint): string {
  const words: bigint[] = []
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 64n) words.push(BigInt.asUintN(64, rest))
  return words.length === 0 ? '<nil>' : `[${words.join(' ')}]`
}
