import {
  type CostOf,
  failure,
  fixed,
  knownSize,
  method,
  Opaque,
  type Overload,
  opaque,
  plain,
  plus,
  readingByName,
  scaled,
  sizeOf,
  type Type,
  UNIT,
  type Value,
} from '#cel'
import { type IpAddress, maskedAddress, parseCidr, parseIp, printIp } from '#kube'

/** An address. */
class IpValue extends Opaque {
  readonly type = opaque('net.IP') as Type & { readonly kind: 'opaque' }
  readonly address: IpAddress
  override readonly size: number
  constructor(address: IpAddress) {
    super()
    this.address = address
    this.size = bytesOf(address)
  }
  equals(other: Value): boolean {
    return other instanceof IpValue && printIp(other.address) === printIp(this.address)
  }
  override toString(): string {
    return printIp(this.address)
  }
}

/** A range of addresses. */
class CidrValue extends Opaque {
  readonly type = opaque('net.CIDR') as Type & { readonly kind: 'opaque' }
  readonly address: IpAddress
  readonly bits: number
  override readonly size: number
  constructor(address: IpAddress, bits: number) {
    super()
    this.address = address
    this.bits = bits
    this.size = Math.ceil((bits + 7) / 8)
  }
  equals(other: Value): boolean {
    return other instanceof CidrValue && String(other) === String(this)
  }
  override toString(): string {
    return `${printIp(this.address)}/${this.bits}`
  }
}

const CONTAINS = (isCidr: boolean, isText: boolean): CostOf => ({
  cost: ([range, other]) => {
    const size = sizeOf(range)
    const more = isCidr ? Math.ceil(size * 0.1) + 1 : 0
    return Math.ceil(size * 2 * 0.1) + more + (isText ? Math.ceil(sizeOf(other) * 0.1) : 0)
  },
  estimate: ([, other]) => {
    const size = { min: 4, max: 16 }
    const base = scaled(plus(size, size), 0.1)
    const all = isCidr ? plus(plus(base, scaled(size, 0.1)), fixed(1)) : base
    return { cost: isText ? plus(all, scaled(knownSize(other), 0.1)) : all }
  },
})

/** Addresses and ranges of them. */
export const ip: readonly Overload[] = [
  plain('ip', 'string -> net.IP', ipOf, readingByName(0)),
  method('ip', 'net.CIDR -> net.IP', ({ address }: CidrValue) => new IpValue(address), UNIT),
  plain('isIP', 'string -> bool', (text: string) => isFine(() => ipOf(text)), readingByName(0)),
  plain(
    'ip.isCanonical',
    'string -> bool',
    (text: string) => printIp(ipOf(text).address) === text,
    readingByName(0, 0.2),
  ),
  method('family', 'net.IP -> int', ({ address }: IpValue) => (address.family === 'IPv4' ? 4n : 6n), UNIT),
  method('isUnspecified', 'net.IP -> bool', ({ address }: IpValue) => address.parts.every((part) => part === 0), UNIT),
  method('isLoopback', 'net.IP -> bool', ({ address }: IpValue) => isLoopback(address), UNIT),
  method('isLinkLocalMulticast', 'net.IP -> bool', ({ address }: IpValue) => isLinkLocalMulticast(address), UNIT),
  method('isLinkLocalUnicast', 'net.IP -> bool', ({ address }: IpValue) => isLinkLocalUnicast(address), UNIT),
  method('isGlobalUnicast', 'net.IP -> bool', ({ address }: IpValue) => isGlobalUnicast(address), UNIT),
  plain('string', 'net.IP -> string', String),
  plain('cidr', 'string -> net.CIDR', cidrOf, readingByName(0)),
  plain('isCIDR', 'string -> bool', (text: string) => isFine(() => cidrOf(text)), readingByName(0)),
  method(
    'containsIP',
    'net.CIDR, string -> bool',
    (range: CidrValue, text: string) => holds(range, ipOf(text).address),
    CONTAINS(false, true),
  ),
  method(
    'containsIP',
    'net.CIDR, net.IP -> bool',
    (range: CidrValue, { address }: IpValue) => holds(range, address),
    CONTAINS(false, false),
  ),
  method(
    'containsCIDR',
    'net.CIDR, string -> bool',
    (range: CidrValue, text: string) => covers(range, cidrOf(text)),
    CONTAINS(true, true),
  ),
  method(
    'containsCIDR',
    'net.CIDR, net.CIDR -> bool',
    (...[range, other]: [CidrValue, CidrValue]) => covers(range, other),
    CONTAINS(true, false),
  ),
  method('prefixLength', 'net.CIDR -> int', ({ bits }: CidrValue) => BigInt(bits), UNIT),
  method('masked', 'net.CIDR -> net.CIDR', (range: CidrValue) => new CidrValue(maskedAddress(range), range.bits), UNIT),
  plain('string', 'net.CIDR -> string', String),
]

function bytesOf({ family }: IpAddress): number {
  return family === 'IPv4' ? 4 : 16
}

function isMapped({ family, parts }: IpAddress): boolean {
  return family === 'IPv6' && parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff
}

function ipOf(text: string): IpValue {
  const [plainText = '', zone] = text.split('%')
  const address = parseIp(plainText)
  if (address === undefined) {
    const why = `ParseAddr(${JSON.stringify(text)}): ${addressProblem(text)}`
    throw failure(`IP Address ${JSON.stringify(text)} parse error during conversion from string: ${why}`)
  }
  if (zone !== undefined) throw failure(`IP address ${JSON.stringify(text)} with zone value is not allowed`)
  if (isMapped(address)) throw failure(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`)
  return new IpValue(address)
}

function cidrOf(text: string): CidrValue {
  const parsed = parseCidr(text)
  if (parsed === undefined) {
    const why = text.includes('/') ? cidrProblem(text) : "no '/'"
    const words = `netip.ParsePrefix(${JSON.stringify(text)}): ${why}`
    const prefix = 'network address parse error during conversion from string: '
    throw failure(`${prefix}${prefix}${words}`)
  }
  if (isMapped(parsed.address))
    throw failure(
      `network address parse error during conversion from string: IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`,
    )
  return new CidrValue(parsed.address, parsed.bits)
}

/** What Go's `netip.ParseAddr` says of a text that is no address. */
function addressProblem(text: string): string {
  const sign = /[.:%]/.exec(text)?.[0]
  if (sign === undefined) return 'unable to parse IP'
  if (sign === '%') return 'missing IPv6 address'
  if (sign === ':') return ipv6Problem(text)
  const fields = text.split('.')
  for (const [at, field] of fields.entries()) {
    const bad = /[^0-9]/.exec(field)
    if (bad !== null) return `unexpected character (at ${JSON.stringify(fields.slice(at).join('.').slice(bad.index))})`
    if (field === '')
      return `IPv4 field must have at least one digit (at ${JSON.stringify(`.${fields.slice(at + 1).join('.')}`)})`
    if (/^0\d/.test(field)) return 'IPv4 field has octet with leading zero'
    if (Number(field) > 255) return 'IPv4 field has value >255'
    if (at > 3) return 'IPv4 address too long'
  }
  return fields.length > 4 ? 'IPv4 address too long' : 'IPv4 address too short'
}

function ipv6Problem(text: string): string {
  const gap = text.indexOf('::')
  const again = /::(?=:)|:(?=:$)/.exec(text.slice(gap < 0 ? 0 : gap))
  if (again !== null && gap >= 0)
    return `each colon-separated field must have at least one digit (at ${JSON.stringify(text.slice(gap + 2))})`
  const bad = /[^0-9a-fA-F:.%]/.exec(text)
  if (bad !== null)
    return `each colon-separated field must have at least one digit (at ${JSON.stringify(text.slice(bad.index))})`
  if (/[0-9a-fA-F]{5}/.test(text))
    return `each group must have 4 or less digits (at ${JSON.stringify(/[0-9a-fA-F]{5}.*/.exec(text)?.[0] ?? '')})`
  if (gap < 0 && text.split(':').length < 8) return 'address string too short'
  return 'trailing garbage after address'
}

function cidrProblem(text: string): string {
  const slash = text.lastIndexOf('/')
  const [host, bits] = [text.slice(0, slash), text.slice(slash + 1)]
  if (parseIp(host) === undefined) return `ParseAddr(${JSON.stringify(host)}): ${addressProblem(host)}`
  return /^(0|[1-9]\d{0,2})$/.test(bits)
    ? 'prefix length out of range'
    : `bad bits after slash: ${JSON.stringify(bits)}`
}

function isFine(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch {
    return false
  }
}

function holds({ address, bits }: CidrValue, other: IpAddress): boolean {
  if (address.family !== other.family) return false
  return printIp(maskedAddress({ address: other, bits })) === printIp(maskedAddress({ address, bits }))
}

function covers(range: CidrValue, other: CidrValue): boolean {
  return other.bits >= range.bits && holds(range, other.address)
}

function isLoopback({ family, parts }: IpAddress): boolean {
  return family === 'IPv4' ? parts[0] === 127 : parts[7] === 1 && parts.slice(0, 7).every((part) => part === 0)
}

function isLinkLocalMulticast({ family, parts: [a = 0, b, c] }: IpAddress): boolean {
  return family === 'IPv4' ? a === 224 && b === 0 && c === 0 : (a & 0xff0f) === 0xff02
}

function isLinkLocalUnicast({ family, parts: [a = 0, b] }: IpAddress): boolean {
  return family === 'IPv4' ? a === 169 && b === 254 : (a & 0xffc0) === 0xfe80
}

function isGlobalUnicast(address: IpAddress): boolean {
  const { family, parts } = address
  const [a = 0] = parts
  if (parts.every((part) => part === 0) || isLoopback(address) || isLinkLocalUnicast(address)) return false
  if (family === 'IPv6') return (a & 0xff00) !== 0xff00
  return (a & 0xf0) !== 0xe0 && !parts.every((part) => part === 255)
}
