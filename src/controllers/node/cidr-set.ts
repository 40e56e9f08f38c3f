import { type IpAddress, maskedAddress, parseCidr, printIp } from '#kube'

/** Ranges of one size out of a larger one. */
export interface CidrSet {
  /** Takes the next free range; undefined when all are taken. */
  take(): string | undefined
  /** Marks a range that somebody has; false when it is not of this set. */
  occupy(cidr: string): boolean
  /** Gives a range back. */
  release(cidr: string): void
}

/** No more ranges than this are kept account of. Source: kubernetes nodeipam cidrset. */
const MAX_BITS = 16

/**
 * The ranges of `nodeBits` in `cidr`. Free ones are given in turn, so that what was given back rests a while. Throws
 * RangeError when `nodeBits` does not fit.
 */
export function createCidrSet(cidr: string, nodeBits: number): CidrSet {
  const range = parseCidr(cidr)
  const width = nodeBits - (range?.bits ?? 0)
  if (range === undefined || width < 0 || width > MAX_BITS || nodeBits > sizeOf(range.address))
    throw new RangeError(
      `cluster CIDR ${cidr} - /${nodeBits} is no part of it - expected at most ${MAX_BITS} bits more`,
    )
  const { first, size } = { first: numberOf(maskedAddress(range)), size: sizeOf(range.address) }
  const step = BigInt(size - nodeBits)
  const count = 2 ** width
  const taken = new Uint8Array(count)
  let next = 0
  /** The places that a range covers, first and last; undefined outside of the set. */
  const span = (text: string): readonly [number, number] | undefined => {
    const given = parseCidr(text)
    if (given === undefined || given.address.family !== range.address.family) return undefined
    const from = numberOf(maskedAddress(given)) - first
    const to = from + (1n << BigInt(size - given.bits)) - 1n
    if (to < 0n || from >> step >= BigInt(count)) return undefined
    return [Math.max(0, Number(from >> step)), Math.min(count - 1, Number(to >> step))]
  }
  const fill = (text: string, value: 0 | 1): boolean => {
    const places = span(text)
    if (places !== undefined) taken.fill(value, places[0], places[1] + 1)
    return places !== undefined
  }
  return {
    take: () => {
      const free = taken.indexOf(0, next)
      const at = free >= 0 ? free : taken.indexOf(0)
      if (at < 0) return undefined
      taken[at] = 1
      next = (at + 1) % count
      return `${printIp(addressOf(first + (BigInt(at) << step), range.address))}/${nodeBits}`
    },
    occupy: (text) => fill(text, 1),
    release: (text) => void fill(text, 0),
  }
}

function sizeOf({ family }: IpAddress): number {
  return family === 'IPv4' ? 32 : 128
}

function partBits({ family }: IpAddress): bigint {
  return family === 'IPv4' ? 8n : 16n
}

function numberOf(address: IpAddress): bigint {
  return address.parts.reduce((sum, part) => (sum << partBits(address)) | BigInt(part), 0n)
}

function addressOf(number: bigint, like: IpAddress): IpAddress {
  const bits = partBits(like)
  const parts = like.parts.map((_, at) =>
    Number((number >> (BigInt(like.parts.length - 1 - at) * bits)) & ((1n << bits) - 1n)),
  )
  return { family: like.family, parts }
}
