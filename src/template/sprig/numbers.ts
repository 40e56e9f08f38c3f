import { define } from '../define.ts'
import { type GoFunction, Int, int, typedAs, type Value } from '../value.ts'
import { intOf, parseInt64, toFloat64, toInt64 } from './cast.ts'
import {
  addDecimals,
  type Decimal,
  decimalOf,
  decimalToNumber,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
} from './decimal.ts'
import { sprint } from './engine.ts'
import { checkItems } from './runtime.ts'

const VARIADIC = { variadic: true } as const

/** Integer and float arithmetic, conversions, and the number sequences. */
export function numberFunctions(): GoFunction[] {
  return [...conversions(), ...integerFunctions(), ...floatFunctions(), ...sequenceFunctions()]
}

function conversions(): GoFunction[] {
  return [
    define('atoi', ['string'], (text) => {
      const { exact, clamped } = parseInt64(text as string, 10)
      return int(exact ?? clamped ?? 0n)
    }),
    define('int64', ['any'], (value) => int64(toInt64(arg(value)))),
    define('int', ['any'], (value) => int(toInt64(arg(value)))),
    define('float64', ['any'], (value) => toFloat64(arg(value))),
    define('toDecimal', ['any'], (value) => int64(parseInt64(sprint([arg(value)]), 8).exact ?? 0n)),
  ]
}

function integerFunctions(): GoFunction[] {
  const extreme = (name: string, better: (a: bigint, b: bigint) => boolean) =>
    define(
      name,
      ['any', 'any'],
      (...values) => int64(values.map(toInt64).reduce((a, b) => (better(b, a) ? b : a))),
      VARIADIC,
    )
  return [
    define('add1', ['any'], (value) => int64(toInt64(arg(value)) + 1n)),
    define('add', ['any'], (...values) => int64(values.map(toInt64).reduce((a, b) => a + b, 0n)), VARIADIC),
    define('sub', ['any', 'any'], (a, b) => int64(toInt64(arg(a)) - toInt64(arg(b)))),
    define('div', ['any', 'any'], (a, b) => int64(toInt64(arg(a)) / divisor(b))),
    define('mod', ['any', 'any'], (a, b) => int64(toInt64(arg(a)) % divisor(b))),
    define(
      'mul',
      ['any', 'any'],
      (...values) => int64(values.map(toInt64).reduce((a, b) => BigInt.asIntN(64, a * b))),
      VARIADIC,
    ),
    extreme('max', (a, b) => a > b),
    extreme('biggest', (a, b) => a > b),
    extreme('min', (a, b) => a < b),
  ]
}

function floatFunctions(): GoFunction[] {
  return [
    define('add1f', ['any'], (value) => calculate([arg(value), 1], addDecimals)),
    define('addf', ['any'], (...values) => calculate([0, ...values], addDecimals), VARIADIC),
    define('subf', ['any', 'any'], (...values) => calculate(values, subtractDecimals), VARIADIC),
    define('mulf', ['any', 'any'], (...values) => calculate(values, multiplyDecimals), VARIADIC),
    define('divf', ['any', 'any'], (...values) => calculate(values, divideDecimals), VARIADIC),
    define('maxf', ['any', 'any'], (...values) => values.map(toFloat64).reduce((a, b) => Math.max(a, b)), VARIADIC),
    define('minf', ['any', 'any'], (...values) => values.map(toFloat64).reduce((a, b) => Math.min(a, b)), VARIADIC),
    define('floor', ['any'], (value) => Math.floor(toFloat64(arg(value)))),
    define('ceil', ['any'], (value) => Math.ceil(toFloat64(arg(value)))),
    define(
      'round',
      ['any', 'int', 'float64'],
      (value, places, half) => round(toFloat64(arg(value)), intOf(places), half),
      VARIADIC,
    ),
  ]
}

function sequenceFunctions(): GoFunction[] {
  return [
    define('until', ['int'], (count) => intList(sequence(0n, exact(count), exact(count) < 0n ? -1n : 1n, 'until'))),
    define('untilStep', ['int', 'int', 'int'], (start, stop, step) =>
      intList(sequence(exact(start), exact(stop), exact(step), 'untilStep')),
    ),
    define('seq', ['int'], (...values) => seq(values.map(exact)), VARIADIC),
  ]
}

function arg(value: Value | undefined): Value {
  return value ?? null
}

function exact(value: Value | undefined): bigint {
  return value instanceof Int ? value.value : 0n
}

function int64(value: bigint): Int {
  return int(value, 'int64')
}

function divisor(value: Value | undefined): bigint {
  const number = toInt64(arg(value))
  if (number === 0n) throw new Error('runtime error: integer divide by zero')
  return number
}

function calculate(values: readonly Value[], operation: (a: Decimal, b: Decimal) => Decimal): number {
  return decimalToNumber(values.map((value) => decimalOf(toFloat64(value))).reduce(operation))
}

function round(value: number, places: number, half: Value | undefined): number {
  const power = powerOfTen(places)
  const digit = power * value
  const fraction = Number.isFinite(digit) ? digit - Math.trunc(digit) : Number.NaN
  const roundsUp = fraction >= (typeof half === 'number' ? half : 0.5)
  return (roundsUp ? Math.ceil(digit) : Math.floor(digit)) / power
}

/** 10^places in the steps of Go's `math.Pow`, whose last bit can differ from JavaScript's `**`. */
function powerOfTen(places: number): number {
  if (Math.abs(places) > 700) return places > 0 ? Number.POSITIVE_INFINITY : 0
  let mantissa = 1
  let exponent = 0
  let factor = 0.625
  let factorExponent = 4
  for (let rest = Math.abs(places); rest !== 0; rest >>= 1) {
    if (rest & 1) {
      mantissa *= factor
      exponent += factorExponent
    }
    factor *= factor
    factorExponent *= 2
    if (factor < 0.5) {
      factor += factor
      factorExponent--
    }
  }
  return places < 0 ? scaleByTwo(1 / mantissa, -exponent) : scaleByTwo(mantissa, exponent)
}

/** `value × 2^exponent` without overflow on the way. */
function scaleByTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2)
  return value * 2 ** half * 2 ** (exponent - half)
}

/** Numbers from `start` up or down to before `stop`; none when the step leads away. */
function sequence(start: bigint, stop: bigint, ...[step, name]: [step: bigint, name: string]): bigint[] {
  if (stop < start ? step >= 0n : step <= 0n) return []
  const distance = stop - start
  const count = (distance + step - (step > 0n ? 1n : -1n)) / step
  checkItems(Number(count), name)
  return Array.from({ length: Number(count) }, (_, index) => start + BigInt(index) * step)
}

function intList(values: readonly bigint[]): Value {
  return typedAs(
    '[]int',
    values.map((value) => int(value)),
  )
}

/** `seq` of the shell: end; start and end; start, step and end. */
function seq(values: readonly bigint[]): string {
  if (values.length === 0 || values.length > 3) return ''
  const start = values.length === 1 ? 1n : (values[0] as bigint)
  const end = values[values.length - 1] as bigint
  const direction = end < start ? -1n : 1n
  const step = values.length === 3 ? (values[1] as bigint) : direction
  if (direction < 0n && step > 0n) return ''
  return sequence(start, end + direction, step, 'seq').join(' ')
}
