/** An address by its parts: four bytes, or eight groups of 16 bits. */
export interface IpAddress {
  readonly family: 'IPv4' | 'IPv6'
  readonly parts: readonly number[]
}

/** Reads an IPv4 address without leading zeros, or an IPv6 address; undefined when it is neither. */
export function parseIp(text: string): IpAddress | undefined {
  if (text.length > 45) return undefined
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/** The address in its canonical form (RFC 5952 for IPv6). */
export function printIp(address: IpAddress): string {
  if (address.family === 'IPv4') return address.parts.join('.')
  const groups = address.parts.map((part) => part.toString(16))
  const gap = longestZeros(address.parts)
  if (gap.length < 2) return groups.join(':')
  return `${groups.slice(0, gap.start).join(':')}::${groups.slice(gap.start + gap.length).join(':')}`
}

/** Reads `10.0.0.0/8`; undefined when it is no CIDR. */
export function parseCidr(text: string): { readonly address: IpAddress; readonly bits: number } | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const address = parseIp(text.slice(0, slash))
  const size = text.slice(slash + 1)
  if (address === undefined || !/^(0|[1-9]\d{0,2})$/.test(size)) return undefined
  const bits = Number(size)
  return bits <= (address.family === 'IPv4' ? 32 : 128) ? { address, bits } : undefined
}

/** The first address of a CIDR, all bits behind its prefix zero. */
export function maskedAddress({ address, bits }: { readonly address: IpAddress; readonly bits: number }): IpAddress {
  const size = address.family === 'IPv4' ? 8 : 16
  const parts = address.parts.map((part, at) => {
    const kept = Math.max(0, Math.min(size, bits - at * size))
    return part - (part % 2 ** (size - kept))
  })
  return { family: address.family, parts }
}

/** What is wrong with an address, in the words of Kubernetes. */
export function checkIp(text: string): readonly string[] {
  return parseIp(text) === undefined ? ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'] : []
}

/** What is wrong with a CIDR, in the words of Kubernetes. */
export function checkCidr(text: string): readonly string[] {
  const cidr = parseCidr(text)
  if (cidr === undefined) return ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']
  return printIp(maskedAddress(cidr)) === printIp(cidr.address)
    ? []
    : ['must not have bits set beyond the prefix length']
}

function parseIpv4(text: string): IpAddress | undefined {
  const fields = text.split('.')
  if (fields.length !== 4 || !fields.every((field) => /^(0|[1-9]\d{0,2})$/.test(field) && Number(field) < 256)) {
    return undefined
  }
  return { family: 'IPv4', parts: fields.map(Number) }
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOf)
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const zeros = Array.from({ length: missing }, () => 0)
  return { family: 'IPv6', parts: [...head, ...zeros, ...(tail ?? [])] }
}

/** The 16-bit groups of one side of `::`, where the last may be an IPv4 address. */
function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const fields = text.split(':')
  for (const [at, field] of fields.entries()) {
    const embedded = at === fields.length - 1 && field.includes('.') ? parseIpv4(field) : undefined
    if (embedded !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = embedded.parts
      groups.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(field)) groups.push(Number.parseInt(field, 16))
    else return undefined
  }
  return groups
}

function longestZeros(parts: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (const [at, part] of parts.entries()) {
    if (part !== 0) start = at + 1
    else if (at + 1 - start > best.length) best = { start, length: at + 1 - start }
  }
  return best
}
