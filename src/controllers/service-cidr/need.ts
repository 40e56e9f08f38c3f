import { type KubeObject, maskedAddress, parseCidr, printIp, valueAt } from '#kube'

/** What is there beside a range. */
export interface Surroundings {
  readonly ranges: readonly KubeObject[]
  readonly addresses: readonly string[]
}

/** Whether an address lies in this ServiceCIDR and in no other, unless others hold it whole (canDeleteCIDR). */
export function isNeeded(range: KubeObject, { ranges, addresses }: Surroundings): boolean {
  const others = ranges.filter(({ metadata }) => metadata.name !== range.metadata.name).flatMap(cidrsOf)
  const own = cidrsOf(range)
  if (own.every((cidr) => others.some((other) => holds(other, cidr)))) return false
  return addresses.some((address) => {
    const single = `${address}/${address.includes(':') ? 128 : 32}`
    return own.some((cidr) => holds(cidr, single)) && !others.some((cidr) => holds(cidr, single))
  })
}

function cidrsOf(range: KubeObject): readonly string[] {
  const cidrs = valueAt(range, 'spec', 'cidrs')
  return Array.isArray(cidrs) ? cidrs.filter((cidr) => typeof cidr === 'string') : []
}

/** Whether every address of the second is one of the first. */
function holds(outer: string, inner: string): boolean {
  const [around, within] = [parseCidr(outer), parseCidr(inner)]
  if (around === undefined || within === undefined || around.bits > within.bits) return false
  if (around.address.family !== within.address.family) return false
  const masked = { address: within.address, bits: around.bits }
  return printIp(maskedAddress(masked)) === printIp(maskedAddress(around))
}
