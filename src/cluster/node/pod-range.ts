import type { PodRange } from '#controllers'
import { checkCidr, parseCidr } from '#kube'
import { ClusterError } from '../error.ts'

/** Where pods get their addresses from unless told: room for 1,024 nodes. */
export const DEFAULT_POD_CIDR = '10.244.0.0/14'

/** Nobody keeps account of more parts than this, in bits. */
const MAX_BITS = 16

/** The addresses of pods and the part of each node: a /24, of IPv6 a /64. Throws ClusterError `bad-option`. */
export function podRangeOf(cidr: string): PodRange {
  const range = parseCidr(cidr)
  const nodeBits = range?.address.family === 'IPv6' ? 64 : 24
  const bits = nodeBits - (range?.bits ?? -1)
  if (checkCidr(cidr).length === 0 && bits >= 0 && bits <= MAX_BITS) return { cidr, nodeBits }
  throw new ClusterError('bad-option', `pod range "${cidr}" is not usable`, {
    hint: 'expected a range of 8 to 24 bits such as 10.244.0.0/14, or an IPv6 range of 48 to 64 bits',
  })
}

/** How many nodes a range has parts for. */
export function roomOf({ cidr, nodeBits }: PodRange): number {
  return 2 ** (nodeBits - Number(cidr.slice(cidr.indexOf('/') + 1)))
}
