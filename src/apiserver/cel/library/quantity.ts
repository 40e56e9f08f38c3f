import { failure, method, Opaque, type Overload, opaque, plain, readingByName, type Type, UNIT, type Value } from '#cel'
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  printQuantity,
  type Quantity,
  quantityMessage,
  quantityOf,
  subtractQuantities,
} from '#kube'

/** A quantity of resources. */
export class QuantityValue extends Opaque {
  readonly type = opaque('kubernetes.Quantity') as Type & { readonly kind: 'opaque' }
  readonly quantity: Quantity
  constructor(quantity: Quantity) {
    super()
    this.quantity = quantity
  }
  equals(other: Value): boolean {
    return other instanceof QuantityValue && compareQuantities(this.quantity, other.quantity) === 0
  }
  override toString(): string {
    return printQuantity(this.quantity)
  }
}

type Pair = [QuantityValue, QuantityValue]
const Q = 'kubernetes.Quantity'
const SHAPE = /^[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*$/
const UNITS = 1_000_000_000n

/** `quantity('1Gi')` and what can be asked of it. */
export const quantity: readonly Overload[] = [
  plain(
    'quantity',
    `string -> ${Q}`,
    (text: string) => {
      const parsed = parseQuantity(text)
      if (parsed === undefined) throw failure(SHAPE.test(text) ? "unable to parse quantity's suffix" : quantityMessage)
      return new QuantityValue(parsed)
    },
    readingByName(0),
  ),
  plain('isQuantity', 'string -> bool', (text: string) => parseQuantity(text) !== undefined, readingByName(0)),
  plain('sign', `${Q} -> int`, signOf, UNIT),
  method(
    'isGreaterThan',
    `${Q}, ${Q} -> bool`,
    (...[a, b]: Pair) => compareQuantities(a.quantity, b.quantity) > 0,
    UNIT,
  ),
  method('isLessThan', `${Q}, ${Q} -> bool`, (...[a, b]: Pair) => compareQuantities(a.quantity, b.quantity) < 0, UNIT),
  method(
    'compareTo',
    `${Q}, ${Q} -> int`,
    (...[a, b]: Pair) => BigInt(Math.sign(compareQuantities(a.quantity, b.quantity))),
    UNIT,
  ),
  method('asApproximateFloat', `${Q} -> double`, (a: QuantityValue) => Number(a.quantity.nanos) / 1e9, UNIT),
  method('asInteger', `${Q} -> int`, integerOf, UNIT),
  method('isInteger', `${Q} -> bool`, (a: QuantityValue) => isInteger(a), UNIT),
  method(
    'add',
    `${Q}, ${Q} -> ${Q}`,
    (...[a, b]: Pair) => new QuantityValue(addQuantities(a.quantity, b.quantity)),
    UNIT,
  ),
  method(
    'add',
    `${Q}, int -> ${Q}`,
    (a: QuantityValue, b: bigint) => new QuantityValue(addQuantities(a.quantity, quantityOf(b))),
    UNIT,
  ),
  method(
    'sub',
    `${Q}, ${Q} -> ${Q}`,
    (...[a, b]: Pair) => new QuantityValue(subtractQuantities(a.quantity, b.quantity)),
    UNIT,
  ),
  method(
    'sub',
    `${Q}, int -> ${Q}`,
    (a: QuantityValue, b: bigint) => new QuantityValue(subtractQuantities(a.quantity, quantityOf(b))),
    UNIT,
  ),
]

function signOf({ quantity: { nanos } }: QuantityValue): bigint {
  if (nanos === 0n) return 0n
  return nanos > 0n ? 1n : -1n
}

function isInteger({ quantity: { nanos } }: QuantityValue): boolean {
  return nanos % UNITS === 0n && BigInt.asIntN(64, nanos / UNITS) === nanos / UNITS
}

function integerOf(value: QuantityValue): bigint {
  if (!isInteger(value)) throw failure('cannot convert value to integer')
  return value.quantity.nanos / UNITS
}
