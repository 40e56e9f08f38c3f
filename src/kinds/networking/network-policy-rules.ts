import { checkCidr, checkPortName, checkPortNumber, type JsonObject, type KubeObject, parseCidr } from '#kube'
import { addForbidden, addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { checkSelector } from '../check/selector.ts'
import { isSet, listAt, makeMap, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'

/** Fills in what a network policy leaves out (mutates; networking SetDefaults_NetworkPolicy). */
export function defaultNetworkPolicy(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  makeMap(spec, 'podSelector')
  for (const rule of [...mapsAt(spec, 'ingress'), ...mapsAt(spec, 'egress')]) {
    for (const port of mapsAt(rule, 'ports')) port['protocol'] ??= 'TCP'
  }
  if (listAt(spec, 'policyTypes').length === 0) {
    spec['policyTypes'] = listAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
  }
}

/** Checks a network policy (networking ValidateNetworkPolicy). */
export function checkNetworkPolicy(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkSelector(found, spec['podSelector'], 'spec.podSelector')
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [at, rule] of mapsAt(spec, direction).entries()) {
      const field = `spec.${direction}[${at}]`
      for (const [index, port] of mapsAt(rule, 'ports').entries()) checkPort(found, port, `${field}.ports[${index}]`)
      for (const [index, peer] of mapsAt(rule, peers).entries()) checkPeer(found, peer, `${field}.${peers}[${index}]`)
    }
  }
  checkTypes(found, textsAt(spec, 'policyTypes'))
}

function checkTypes(found: Findings, types: readonly string[]): void {
  if (types.length > 2)
    return addInvalid(found, 'spec.policyTypes', [...types], 'may not specify more than two policyTypes')
  for (const [at, type] of types.entries()) {
    if (type !== 'Ingress' && type !== 'Egress') {
      addUnsupported(found, `spec.policyTypes[${at}]`, type, ['Egress', 'Ingress'])
    }
  }
}

function checkPort(found: Findings, rule: JsonObject, field: string): void {
  const protocol = textAt(rule, 'protocol')
  if (!['SCTP', 'TCP', 'UDP'].includes(protocol))
    addUnsupported(found, `${field}.protocol`, protocol, ['SCTP', 'TCP', 'UDP'])
  const { port } = rule
  if (typeof port === 'string') addInvalid(found, `${field}.port`, port, ...checkPortName(port))
  else if (typeof port === 'number') addInvalid(found, `${field}.port`, port, ...checkPortNumber(port))
  const end = numberAt(rule, 'endPort')
  if (end === undefined) return
  if (port === undefined)
    addInvalid(found, `${field}.endPort`, end, 'must not be specified when `port` is not specified')
  else if (typeof port === 'string') {
    addInvalid(found, `${field}.endPort`, end, 'must not be specified when `port` is non-numeric')
  } else if (typeof port === 'number' && end < port) {
    addInvalid(found, `${field}.endPort`, end, 'must be greater than or equal to `port`')
  }
  addInvalid(found, `${field}.endPort`, end, ...checkPortNumber(end))
}

function checkPeer(found: Findings, peer: JsonObject, field: string): void {
  const given = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((key) => isSet(peer, key))
  for (const key of ['podSelector', 'namespaceSelector']) checkSelector(found, peer[key], `${field}.${key}`)
  if (given.includes('ipBlock')) checkBlock(found, mapAt(peer, 'ipBlock'), `${field}.ipBlock`)
  if (given.length === 0) addRequired(found, field, 'must specify a peer')
  else if (given.includes('ipBlock') && given.length > 1) {
    addForbidden(found, field, 'may not specify both ipBlock and another peer')
  }
}

function checkBlock(found: Findings, block: JsonObject, field: string): void {
  const cidr = textAt(block, 'cidr')
  if (cidr === '') return addRequired(found, `${field}.cidr`)
  addInvalid(found, `${field}.cidr`, cidr, ...checkCidr(cidr))
  const outer = parseCidr(cidr)
  for (const [at, exception] of textsAt(block, 'except').entries()) {
    const place = `${field}.except[${at}]`
    addInvalid(found, place, exception, ...checkCidr(exception))
    const inner = parseCidr(exception)
    if (outer !== undefined && inner !== undefined && inner.bits <= outer.bits) {
      addInvalid(found, place, exception, 'must be a strict subset of `cidr`')
    }
  }
}
