/**
 * The secret that shares of Shamir's scheme hold together, over GF(2^8) with the polynomial of AES; the last byte of a share
 * is its place. Throws an Error for shares that cannot belong together. Source: getsops/sops shamir/shamir.go.
 */
export function combineShares(shares: readonly Uint8Array[]): Uint8Array {
  const length = shares[0]?.length ?? 0
  const places = shares.map((share) => share.at(-1) ?? 0)
  if (length < 2 || shares.some((share) => share.length !== length) || new Set(places).size !== places.length) {
    throw new Error('the parts of the data key do not belong together')
  }
  return Uint8Array.from({ length: length - 1 }, (_, at) =>
    interpolate(
      places,
      shares.map((share) => share[at] as number),
    ),
  )
}

/** The value at 0 of the polynomial through the points. */
function interpolate(places: readonly number[], values: readonly number[]): number {
  return places.reduce((sum, place, index) => {
    const others = places.filter((_, at) => at !== index)
    const basis = others.reduce((product, other) => multiply(product, divide(other, place ^ other)), 1)
    return sum ^ multiply(values[index] as number, basis)
  }, 0)
}

const REDUCTION = 0x1b
const HIGH_BIT = 0x80
const BYTE = 0xff
/** In a field of 256 elements, the inverse is the power of so much. */
const INVERSE_POWER = 254

function divide(a: number, b: number): number {
  let inverse = 1
  for (let power = 0; power < INVERSE_POWER; power++) inverse = multiply(inverse, b)
  return multiply(a, inverse)
}

function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = HIGH_BIT; bit > 0; bit >>= 1) {
    product = ((product << 1) & BYTE) ^ (product & HIGH_BIT ? REDUCTION : 0)
    if (b & bit) product ^= a
  }
  return product
}
