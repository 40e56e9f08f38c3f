import { type IpAddress, parseCidr, parseIp, printIp } from '#kube'

/** Sentences about an address that is not written as it should be (apimachinery GetWarningsForIP). */
export function addressWarnings(address: string, field: string): string[] {
  const ip = parseIp(address)
  if (ip === undefined || ip.family === 'IPv4') return []
  if (isMapped(ip)) {
    const use = JSON.stringify(dotted(ip))
    return [
      `${field}: non-standard IP address ${JSON.stringify(address)} will be considered invalid in a future Kubernetes release: use ${use}`,
    ]
  }
  return oddForm(printIp(ip), address, `${field}: IPv6 address`)
}

/** The same of a range of addresses (apimachinery GetWarningsForCIDR). */
export function rangeWarnings(range: string, field: string): string[] {
  const cidr = parseCidr(range)
  if (cidr === undefined || cidr.address.family === 'IPv4') return []
  return oddForm(`${printIp(cidr.address)}/${cidr.bits}`, range, `${field}: IPv6 CIDR value`)
}

function oddForm(canonical: string, written: string, subject: string): string[] {
  if (canonical === written) return []
  const [odd, right] = [JSON.stringify(written), JSON.stringify(canonical)]
  return [`${subject} ${odd} should be in RFC 5952 canonical format (${right})`]
}

/** An IPv4 address in the clothes of an IPv6 one: `::ffff:10.0.0.1`. */
function isMapped({ parts }: IpAddress): boolean {
  return parts[5] === 0xffff && parts.slice(0, 5).every((part) => part === 0)
}

function dotted({ parts }: IpAddress): string {
  return parts
    .slice(6)
    .flatMap((part) => [Math.floor(part / 256), part % 256])
    .join('.')
}
