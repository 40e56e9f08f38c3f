/** Addresses of one range, given to pods. */
export interface AddressPool {
  /** A free address, the one that was given back longest ago last; undefined when there is none. */
  take(): string | undefined
  /** Marks an address as given, whoever gave it. */
  claim(address: string): void
  give(address: string): void
}

/** The pool of an IPv4 range such as `10.244.3.0/24`, without its first two addresses and its last one. Undefined for no range. */
export function createAddressPool(cidr: string): AddressPool | undefined {
  const slash = cidr.indexOf('/')
  const bits = Number(cidr.slice(slash + 1))
  const base = slash < 0 ? undefined : numberOf(cidr.slice(0, slash))
  if (base === undefined || !(bits >= 8 && bits <= 30)) return undefined
  const size = 2 ** (32 - bits)
  const first = 2
  const last = size - 2
  const taken = new Set<number>()
  let next = first
  return {
    take: () => {
      for (let tries = first; tries <= last; tries++) {
        const at = next
        next = next >= last ? first : next + 1
        if (taken.has(at)) continue
        taken.add(at)
        return textOf(base + at)
      }
      return undefined
    },
    claim: (address) => {
      const at = (numberOf(address) ?? -1) - base
      if (at >= 0 && at < size) taken.add(at)
    },
    give: (address) => {
      taken.delete((numberOf(address) ?? -1) - base)
    },
  }
}

function numberOf(address: string): number | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)
  if (found === null) return undefined
  return found.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0)
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
