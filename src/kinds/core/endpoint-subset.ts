import { checkDnsLabel, checkIp, checkPortNumber, type JsonObject, type KubeObject, parseIp } from '#kube'
import { addInvalid, addRequired, checkWord, type Findings } from '../check/finding.ts'
import { mapsAt, numberAt, textAt } from '../read.ts'

/** Ports speak TCP unless told (mutates). */
export function defaultEndpoints(object: KubeObject): void {
  for (const subset of mapsAt(object, 'subsets')) {
    for (const port of mapsAt(subset, 'ports')) port['protocol'] ??= 'TCP'
  }
}

/** Checks addresses and ports (core ValidateEndpoints). */
export function checkEndpoints(found: Findings, object: KubeObject): void {
  for (const [at, subset] of mapsAt(object, 'subsets').entries()) checkSubset(found, subset, `subsets[${at}]`)
}

/** Says what is wrong with an address that endpoints may not have: loopback, link-local, multicast, unspecified. */
export function checkNonSpecialIp(address: string): readonly string[] {
  const ip = parseIp(address)
  if (ip === undefined) return []
  return specialAddresses.filter(({ holds }) => holds(ip.parts, ip.family === 'IPv4')).map(({ message }) => message)
}

const specialAddresses: readonly { holds(parts: readonly number[], isV4: boolean): boolean; message: string }[] = [
  { holds: (parts) => parts.every((part) => part === 0), message: 'may not be unspecified (0.0.0.0 or ::)' },
  {
    holds: (parts, isV4) =>
      isV4 ? parts[0] === 127 : parts.at(-1) === 1 && parts.slice(0, -1).every((part) => part === 0),
    message: 'may not be in the loopback range (127.0.0.0/8, ::1/128)',
  },
  {
    holds: (parts, isV4) => (isV4 ? parts[0] === 169 && parts[1] === 254 : ((parts[0] ?? 0) & 0xffc0) === 0xfe80),
    message: 'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
  },
  {
    holds: (parts, isV4) =>
      isV4 ? parts[0] === 224 && parts[1] === 0 && parts[2] === 0 : ((parts[0] ?? 0) & 0xff0f) === 0xff02,
    message: 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
  },
]

function checkSubset(found: Findings, subset: JsonObject, field: string): void {
  const [ready, notReady] = [mapsAt(subset, 'addresses'), mapsAt(subset, 'notReadyAddresses')]
  if (ready.length === 0 && notReady.length === 0) {
    addRequired(found, field, 'must specify `addresses` or `notReadyAddresses`')
  }
  for (const [at, address] of ready.entries()) checkAddress(found, address, `${field}.addresses[${at}]`)
  for (const [at, address] of notReady.entries()) checkAddress(found, address, `${field}.notReadyAddresses[${at}]`)
  const ports = mapsAt(subset, 'ports')
  for (const [at, port] of ports.entries()) {
    checkPort(found, port, { field: `${field}.ports[${at}]`, needsName: ports.length > 1 })
  }
}

function checkAddress(found: Findings, address: JsonObject, field: string): void {
  const ip = textAt(address, 'ip')
  addInvalid(found, `${field}.ip`, ip, ...checkIp(ip), ...checkNonSpecialIp(ip))
  const hostname = textAt(address, 'hostname')
  if (hostname !== '') addInvalid(found, `${field}.hostname`, hostname, ...checkDnsLabel(hostname))
}

interface PortPlace {
  readonly field: string
  readonly needsName: boolean
}

function checkPort(found: Findings, port: JsonObject, { field, needsName }: PortPlace): void {
  const name = textAt(port, 'name')
  if (name === '') {
    if (needsName) addRequired(found, `${field}.name`)
  } else addInvalid(found, `${field}.name`, name, ...checkDnsLabel(name))
  const number = numberAt(port, 'port') ?? 0
  addInvalid(found, `${field}.port`, number, ...checkPortNumber(number))
  checkWord(found, `${field}.protocol`, textAt(port, 'protocol'), ['SCTP', 'TCP', 'UDP'])
}
