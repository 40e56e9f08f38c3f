/**
 * The bytes of an unencrypted scalar as the MAC counts them. `text` is the source from where the scalar starts: integers
 * beyond 2^53 are taken from there. Source: sops.go ToBytes.
 */
export function macBytes(value: string | number | boolean, text: string): Uint8Array {
  if (typeof value === 'boolean') return Buffer.from(value ? 'True' : 'False')
  if (typeof value === 'string') return Buffer.from(value)
  const [digits] = /^[+-]?\d+(?![\d.eE_])/.exec(text) ?? []
  const isLarge = Number.isInteger(value) && !Number.isSafeInteger(value)
  return Buffer.from(isLarge && digits !== undefined ? digits.replace('+', '') : fixedText(value))
}

/** A number without an exponent, with as many digits as tell it apart, as Go's FormatFloat(v, 'f', -1, 64) writes it. */
function fixedText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value)
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (exponent === undefined) return text.replace(/^(-?)Infinity$/, (_, minus) => (minus === '-' ? '-Inf' : '+Inf'))
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length
    ? sign + digits.padEnd(point, '0')
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
