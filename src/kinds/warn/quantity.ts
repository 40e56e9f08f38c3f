import { type JsonObject, parseQuantity } from '#kube'
import { scalarText } from '../read.ts'

const milli = 1_000_000n

/** Sentences about sizes that are no whole number of bytes. */
export function fractionWarnings(list: JsonObject, names: readonly string[], field: string): string[] {
  return names.flatMap((name) => {
    const text = scalarText(list[name])
    const nanos = parseQuantity(text)?.nanos ?? 0n
    // thousandths are rounded up before they are looked at
    const isWhole = ((nanos + milli - 1n) / milli) % 1000n === 0n
    return isWhole
      ? []
      : [`${field}[${name}]: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`]
  })
}
