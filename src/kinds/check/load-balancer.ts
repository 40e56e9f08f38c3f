import { checkDnsSubdomain, checkIp, type JsonObject, type KubeObject, parseIp } from '#kube'
import { isSet, mapAt, mapsAt, textAt } from '../read.ts'
import { addForbidden, addInvalid, addRequired, checkOptionalWord, type Findings } from './finding.ts'

const field = 'status.loadBalancer.ingress'

/** Checks where a service or ingress can be reached from outside (core ValidateLoadBalancerStatus, networking's like it). */
export function checkBalancerStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  const known = new Set(placesOf(old).map((place) => textAt(place, 'ip')))
  for (const [at, place] of placesOf(object).entries()) {
    const [ip, host] = [textAt(place, 'ip'), textAt(place, 'hostname')]
    if (ip !== '' && !known.has(ip)) addInvalid(found, `${field}[${at}].ip`, ip, ...checkIp(ip))
    if (host === '') continue
    addInvalid(found, `${field}[${at}].hostname`, host, ...checkDnsSubdomain(host))
    if (parseIp(host) !== undefined) {
      addInvalid(found, `${field}[${at}].hostname`, host, 'must be a DNS name, not an IP address')
    }
  }
}

/** Checks also that only a load balancer has such places, and how each takes traffic. */
export function checkServiceStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  const isBalancer = textAt(mapAt(object, 'spec'), 'type') === 'LoadBalancer'
  if (!isBalancer && placesOf(object).length > 0) {
    addForbidden(found, field, 'may only be used when `spec.type` is "LoadBalancer"')
  }
  for (const [at, place] of placesOf(object).entries()) checkMode(found, place, `${field}[${at}].ipMode`)
  checkBalancerStatus(found, object, old)
}

function placesOf(object: KubeObject): readonly JsonObject[] {
  return mapsAt(mapAt(object, 'status', 'loadBalancer'), 'ingress')
}

function checkMode(found: Findings, place: JsonObject, at: string): void {
  const hasIp = textAt(place, 'ip') !== ''
  if (hasIp && !isSet(place, 'ipMode')) addRequired(found, at, 'must be specified when `ip` is set')
  if (!hasIp && isSet(place, 'ipMode')) addForbidden(found, at, 'may not be specified when `ip` is not set')
  checkOptionalWord(found, at, textAt(place, 'ipMode'), ['Proxy', 'VIP'])
}
