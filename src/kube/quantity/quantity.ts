/** How a quantity is printed: `1500m`, `2Gi`, `15e3`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** An amount of a resource (apimachinery resource.Quantity), exact to a billionth. */
export interface Quantity {
  /** The amount in billionths. */
  readonly nanos: bigint
  readonly format: QuantityFormat
}

/** Nothing at all. */
export const zeroQuantity: Quantity = { nanos: 0n, format: 'DecimalSI' }

/** One in billionths. */
export const nanosPerUnit = 1_000_000_000n

/** The sum, in the format of the first unless that is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format }
}

/** The difference, in the format of the first unless that is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format }
}

/** Below zero when `a` is less, above when it is more. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  if (a.nanos === b.nanos) return 0
  return a.nanos < b.nanos ? -1 : 1
}

/** The amount in whole units, rounded away from zero. */
export function valueOf(quantity: Quantity): bigint {
  return roundUp(quantity.nanos, nanosPerUnit) / nanosPerUnit
}

/** The amount in thousandths, rounded away from zero. */
export function milliValueOf(quantity: Quantity): bigint {
  return roundUp(quantity.nanos, 1_000_000n) / 1_000_000n
}

/** The amount rounded away from zero to thousandths, as resource lists are stored. */
export function roundToMilli(quantity: Quantity): Quantity {
  return { nanos: roundUp(quantity.nanos, 1_000_000n), format: quantity.format }
}

/** A whole number of units. */
export function quantityOf(units: bigint | number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(units) * nanosPerUnit, format }
}

function roundUp(nanos: bigint, step: bigint): bigint {
  const rest = nanos % step
  if (rest === 0n) return nanos
  return nanos - rest + (nanos > 0n ? step : -step)
}
