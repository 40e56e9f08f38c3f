import { checkCidr, checkDnsSubdomain, checkIp, checkQualifiedName, type JsonObject, type KubeObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { checkLabels } from '../check/metadata.ts'
import { isSet, mapAt, numberAt, textAt, textsAt } from '../read.ts'
import { checkNonSpecialIp } from './endpoint-subset.ts'
import { isReachable } from './service-defaults.ts'
import { checkServicePorts } from './service-ports.ts'

/** Checks a service (core ValidateService). */
export function checkService(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkAddresses(found, object)
  checkType(found, object)
  checkServicePorts(found, object)
  checkLabels(found, spec['selector'], 'spec.selector')
  checkAffinity(found, object)
  for (const [at, address] of textsAt(spec, 'externalIPs').entries()) {
    addInvalid(found, `spec.externalIPs[${at}]`, address, ...checkIp(address), ...checkNonSpecialIp(address))
  }
  checkBalancer(found, object)
  checkTraffic(found, object)
}

/** Checks that the first address of a service stays (core ValidateServiceUpdate). */
export function checkServiceUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  checkBalancerUpdate(found, spec, before)
  if (textAt(spec, 'type') === 'ExternalName' || textAt(before, 'type') === 'ExternalName') return
  const [address, first] = [textsAt(spec, 'clusterIPs')[0] ?? textAt(spec, 'clusterIP'), textAt(before, 'clusterIP')]
  if (first !== '' && address !== first) {
    const detail = address === '' ? 'primary clusterIP can not be unset' : 'may not change once set'
    addInvalid(found, 'spec.clusterIPs[0]', textsAt(spec, 'clusterIPs').slice(), detail)
  }
}

/** What a load balancer was made of stays while it is one. */
function checkBalancerUpdate(found: Findings, spec: JsonObject, before: JsonObject): void {
  if (textAt(spec, 'type') !== 'LoadBalancer' || textAt(before, 'type') !== 'LoadBalancer') return
  const [now, then] = [spec['loadBalancerClass'] ?? null, before['loadBalancerClass'] ?? null]
  if (now !== then) addInvalid(found, 'spec.loadBalancerClass', now, 'may not change once set')
  const isLocal = [spec, before].every((each) => textAt(each, 'externalTrafficPolicy') === 'Local')
  if (isLocal && (numberAt(spec, 'healthCheckNodePort') ?? 0) !== (numberAt(before, 'healthCheckNodePort') ?? 0)) {
    addForbidden(found, 'spec.healthCheckNodePort', 'field is immutable')
  }
}

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const largestTimeout = 86_400

function checkAddresses(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (textAt(spec, 'type') === 'ExternalName') return
  const addresses = textsAt(spec, 'clusterIPs')
  const first = textAt(spec, 'clusterIP')
  if (addresses.length > 0 && first !== addresses[0]) {
    addInvalid(found, 'spec.clusterIPs[0]', addresses[0] ?? '', 'first value must match `clusterIP`')
  }
  if (addresses.length > 1 && addresses.includes('None')) {
    addInvalid(found, 'spec.clusterIPs[0]', 'None', "'None' may not be mixed with other values")
  }
  for (const [at, address] of addresses.entries()) {
    if (address !== 'None') addInvalid(found, `spec.clusterIPs[${at}]`, address, ...checkIp(address))
  }
  const policy = textAt(spec, 'ipFamilyPolicy')
  checkOptionalWord(found, 'spec.ipFamilyPolicy', policy, ['SingleStack', 'PreferDualStack', 'RequireDualStack'])
  for (const [at, family] of textsAt(spec, 'ipFamilies').entries()) {
    checkOptionalWord(found, `spec.ipFamilies[${at}]`, family, ['IPv4', 'IPv6'])
  }
}

function checkType(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const type = textAt(spec, 'type')
  const isHeadless = textAt(spec, 'clusterIP') === 'None'
  if (type === '') addRequired(found, 'spec.type')
  else if (!types.includes(type)) addUnsupported(found, 'spec.type', type, types)
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless) {
    addInvalid(found, 'spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)
  }
  if (type === 'ExternalName') checkExternalName(found, object)
}

function checkExternalName(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    if (isSet(spec, field) && textsAt(spec, field).length + textAt(spec, field).length > 0) {
      addForbidden(found, `spec.${field}`, 'may not be set for ExternalName services')
    }
  }
  const name = textAt(spec, 'externalName').replace(/\.$/, '')
  if (name === '') addRequired(found, 'spec.externalName')
  else addInvalid(found, 'spec.externalName', name, ...checkDnsSubdomain(name))
}

function checkAffinity(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const affinity = textAt(spec, 'sessionAffinity')
  if (affinity === '') addRequired(found, 'spec.sessionAffinity')
  else if (affinity !== 'ClientIP' && affinity !== 'None') {
    addUnsupported(found, 'spec.sessionAffinity', affinity, ['ClientIP', 'None'])
  }
  if (affinity === 'None' && isSet(spec, 'sessionAffinityConfig')) {
    addForbidden(found, 'spec.sessionAffinityConfig', 'must not be set when session affinity is None')
  }
  if (affinity !== 'ClientIP') return
  const seconds = numberAt(mapAt(spec, 'sessionAffinityConfig', 'clientIP'), 'timeoutSeconds')
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds'
  if (seconds === undefined) addRequired(found, 'spec.sessionAffinityConfig', 'when session affinity type is ClientIP')
  else if (seconds <= 0 || seconds > largestTimeout) {
    addInvalid(found, field, seconds, `must be greater than 0 and less than ${largestTimeout}`)
  }
}

function checkBalancer(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const isBalancer = textAt(spec, 'type') === 'LoadBalancer'
  const ranges = textsAt(spec, 'loadBalancerSourceRanges')
  const onlyThere = "may only be used when `type` is 'LoadBalancer'"
  if (ranges.length > 0 && !isBalancer) addForbidden(found, 'spec.loadBalancerSourceRanges', onlyThere)
  for (const [at, range] of ranges.entries()) {
    addInvalid(found, `spec.loadBalancerSourceRanges[${at}]`, range, ...checkCidr(range.trim()))
  }
  if (isSet(spec, 'loadBalancerClass')) {
    const name = textAt(spec, 'loadBalancerClass')
    if (isBalancer) addInvalid(found, 'spec.loadBalancerClass', name, ...checkQualifiedName(name))
    else addForbidden(found, 'spec.loadBalancerClass', onlyThere)
  }
  if (isSet(spec, 'allocateLoadBalancerNodePorts') && !isBalancer) {
    addForbidden(found, 'spec.allocateLoadBalancerNodePorts', onlyThere)
  }
}

function checkTraffic(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const [outside, inside] = [textAt(spec, 'externalTrafficPolicy'), textAt(spec, 'internalTrafficPolicy')]
  if (isReachable(object)) {
    if (outside === '') addRequired(found, 'spec.externalTrafficPolicy')
    else checkOptionalWord(found, 'spec.externalTrafficPolicy', outside, ['Cluster', 'Local'])
  } else if (outside !== '') {
    const detail = 'may only be set for externally-accessible services'
    addInvalid(found, 'spec.externalTrafficPolicy', outside, detail)
  }
  checkOptionalWord(found, 'spec.internalTrafficPolicy', inside, ['Cluster', 'Local'])
  const port = numberAt(spec, 'healthCheckNodePort') ?? 0
  if (port !== 0 && !(textAt(spec, 'type') === 'LoadBalancer' && outside === 'Local')) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
    addInvalid(found, 'spec.healthCheckNodePort', port, detail)
  }
  const distribution = textAt(spec, 'trafficDistribution')
  checkOptionalWord(found, 'spec.trafficDistribution', distribution, [
    'PreferClose',
    'PreferSameNode',
    'PreferSameZone',
  ])
}
