import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkIp,
  checkPortNumber,
  checkQualifiedName,
  type JsonObject,
  type KubeObject,
  parseIp,
} from '#kube'
import {
  addDuplicate,
  addInvalid,
  addRequired,
  addTooMany,
  addUnsupported,
  checkUnchanged,
  type Findings,
} from '../check/finding.ts'
import { checkNonSpecialIp } from '../core/endpoint-subset.ts'
import { isSet, mapsAt, numberAt, textAt, textsAt } from '../read.ts'

/** Ports without name or protocol (mutates; discovery SetDefaults_EndpointPort). */
export function defaultSlice(object: KubeObject): void {
  for (const port of mapsAt(object, 'ports')) {
    port['name'] ??= ''
    port['protocol'] ??= 'TCP'
  }
}

/** Checks a slice of endpoints (discovery ValidateEndpointSlice). */
export function checkSlice(found: Findings, object: KubeObject): void {
  const type = textAt(object, 'addressType')
  if (type === '') addRequired(found, 'addressType')
  else if (!addressTypes.includes(type)) addUnsupported(found, 'addressType', type, addressTypes)
  const endpoints = mapsAt(object, 'endpoints')
  if (endpoints.length > 1000) addTooMany(found, 'endpoints', { count: endpoints.length, max: 1000 })
  else
    for (const [at, endpoint] of endpoints.entries())
      checkEndpoint(found, endpoint, { type, field: `endpoints[${at}]` })
  checkPorts(found, mapsAt(object, 'ports'))
}

/** Checks that the sort of address stays. */
export function checkSliceUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const type = object['addressType']
  checkUnchanged(found, 'addressType', type, type === old['addressType'])
}

const addressTypes = ['FQDN', 'IPv4', 'IPv6']

interface Place {
  readonly type: string
  readonly field: string
}

function checkEndpoint(found: Findings, endpoint: JsonObject, { type, field }: Place): void {
  const addresses = textsAt(endpoint, 'addresses')
  if (addresses.length === 0) addRequired(found, `${field}.addresses`, 'must contain at least 1 address')
  if (addresses.length > 100) addTooMany(found, `${field}.addresses`, { count: addresses.length, max: 100 })
  for (const [at, address] of addresses.entries())
    checkAddress(found, address, { type, field: `${field}.addresses[${at}]` })
  const [node, host] = [textAt(endpoint, 'nodeName'), textAt(endpoint, 'hostname')]
  if (isSet(endpoint, 'nodeName')) addInvalid(found, `${field}.nodeName`, node, ...checkDnsSubdomain(node))
  if (isSet(endpoint, 'hostname')) addInvalid(found, `${field}.hostname`, host, ...checkDnsLabel(host))
}

function checkAddress(found: Findings, address: string, { type, field }: Place): void {
  if (type === 'FQDN') return addInvalid(found, field, address, ...checkDnsSubdomain(address))
  addInvalid(found, field, address, ...checkIp(address))
  const family = parseIp(address)?.family
  if (family !== undefined && family !== type) addInvalid(found, field, address, `must be an ${type} address`)
  addInvalid(found, field, address, ...checkNonSpecialIp(address))
}

function checkPorts(found: Findings, ports: readonly JsonObject[]): void {
  if (ports.length > 20_000) return addTooMany(found, 'ports', { count: ports.length, max: 20_000 })
  const names = new Set<string>()
  for (const [at, port] of ports.entries()) {
    const field = `ports[${at}]`
    const name = textAt(port, 'name')
    if (name !== '') addInvalid(found, `${field}.name`, name, ...checkDnsLabel(name))
    if (names.has(name)) addDuplicate(found, `${field}.name`, name)
    names.add(name)
    const protocol = textAt(port, 'protocol')
    if (protocol === '') addRequired(found, `${field}.protocol`)
    else if (!['SCTP', 'TCP', 'UDP'].includes(protocol))
      addUnsupported(found, `${field}.protocol`, protocol, ['SCTP', 'TCP', 'UDP'])
    const number = numberAt(port, 'port')
    if (number !== undefined) addInvalid(found, `${field}.port`, number, ...checkPortNumber(number))
    const application = textAt(port, 'appProtocol')
    if (application !== '') addInvalid(found, `${field}.appProtocol`, application, ...checkQualifiedName(application))
  }
}
