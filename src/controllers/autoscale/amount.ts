import { type Json, milliValueOf, parseQuantity, printQuantity } from '#kube'

/** A quantity in thousandths, rounded up; undefined for what is none. */
export function milliOf(value: Json | undefined): number | undefined {
  const text = typeof value === 'number' ? String(value) : value
  const quantity = typeof text === 'string' ? parseQuantity(text) : undefined
  return quantity === undefined ? undefined : Number(milliValueOf(quantity))
}

/** Thousandths as a quantity: `1500` is `1500m`, `2000` is `2`. */
export function milliText(milli: number): string {
  return printQuantity({ nanos: BigInt(Math.trunc(milli)) * NANOS_PER_MILLI, format: 'DecimalSI' })
}

const NANOS_PER_MILLI = 1_000_000n
