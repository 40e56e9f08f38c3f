import { parseCidr, parseIp } from '#kube'

/** IPv4 addresses that services get theirs from: everything in a CIDR but its first and last address. */
export interface AddressRange {
  readonly cidr: string
  /** Number of the first address of the CIDR. */
  readonly base: number
  /** Addresses in the CIDR. */
  readonly size: number
  /** Addresses at the start that are given only to who asks for one. */
  readonly reserved: number
}

/** The range of a CIDR such as `10.96.0.0/12`. Throws a RangeError for what is no IPv4 CIDR of at least four addresses. */
export function addressRange(cidr: string): AddressRange {
  const parsed = parseCidr(cidr)
  if (parsed === undefined || parsed.address.family !== 'IPv4' || parsed.bits > 30) {
    throw new RangeError(`service range ${cidr} - is no IPv4 range - expected one such as 10.96.0.0/12`)
  }
  const size = 2 ** (32 - parsed.bits)
  const base = Math.floor(toNumber(parsed.address.parts) / size) * size
  return { cidr, base, size, reserved: Math.min(Math.max(16, Math.floor(size / 16)), 256, size - 2) }
}

/** The place of an address in a range, from 1; undefined when it is none of it. */
export function placeOf(range: AddressRange, address: string): number | undefined {
  const place = distanceOf(range, address)
  return place > 0 && place < range.size - 1 ? place : undefined
}

/** Whether an address lies in a range, its first and last one included. */
export function isWithin(range: AddressRange, address: string): boolean {
  const place = distanceOf(range, address)
  return place >= 0 && place < range.size
}

function distanceOf({ base }: AddressRange, address: string): number {
  const parsed = parseIp(address)
  return parsed === undefined || parsed.family !== 'IPv4' ? Number.NaN : toNumber(parsed.parts) - base
}

/** The address at a place. */
export function addressAt({ base }: AddressRange, place: number): string {
  const number = base + place
  return [number / 2 ** 24, number / 2 ** 16, number / 2 ** 8, number].map((part) => Math.floor(part) % 256).join('.')
}

/** A free place: by chance among those that nobody asks for by name, then among the others; undefined when all are taken. */
export function freePlace(
  range: AddressRange,
  random: () => number,
  isTaken: (address: string) => boolean,
): number | undefined {
  const last = range.size - 2
  return (
    freeBetween(range.reserved + 1, last, { range, random, isTaken }) ??
    freeBetween(1, Math.min(range.reserved, last), { range, random, isTaken })
  )
}

interface Search {
  readonly range: AddressRange
  readonly random: () => number
  readonly isTaken: (address: string) => boolean
}

function freeBetween(first: number, last: number, { range, random, isTaken }: Search): number | undefined {
  const count = last - first + 1
  if (count <= 0) return undefined
  const start = Math.floor(random() * count)
  for (let step = 0; step < count; step++) {
    const place = first + ((start + step) % count)
    if (!isTaken(addressAt(range, place))) return place
  }
  return undefined
}

function toNumber(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}
