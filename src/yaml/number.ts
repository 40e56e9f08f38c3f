/**
 * Go's `strconv.FormatFloat(value, 'g', -1, 64)`: the shortest digits, with an exponent of at least two digits when it
 * is below -4 or above 20 (`%v`) or 5 (`'g'`), which `largest` says. Non-finite numbers are not for this.
 */
export function formatFloat(value: number, largest: 5 | 20 = 5): string {
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string]
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent > largest) {
    const digits = Math.abs(exponent)
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits < 10 ? '0' : ''}${digits}`
  }
  return plainDecimal(mantissa, exponent)
}

/** Digits without an exponent, as Go's `'f'` with the shortest precision. */
function plainDecimal(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  if (digits.length <= exponent + 1) return sign + digits + '0'.repeat(exponent + 1 - digits.length)
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
}

/** Go's shortest `'g'` form of a number that is first rounded to float32 (how sigs.k8s.io/yaml prints a float key). */
export function formatFloat32(value: number): string {
  const rounded = Math.fround(value)
  if (Number.isNaN(rounded)) return '.nan'
  if (!Number.isFinite(rounded)) return rounded > 0 ? '.inf' : '-.inf'
  for (let digits = 1; digits < 10; digits++) {
    const text = rounded.toPrecision(digits)
    if (Math.fround(Number(text)) === rounded) return formatFloat(Number(text))
  }
  return formatFloat(rounded)
}
