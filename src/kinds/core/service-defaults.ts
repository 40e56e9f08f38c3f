import type { JsonObject, KubeObject } from '#kube'
import { isSet, listAt, makeMap, mapAt, mapsAt, textAt } from '../read.ts'

/** Fills in what a service leaves out (mutates; core SetDefaults_Service). */
export function defaultService(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['type'] ||= 'ClusterIP'
  spec['sessionAffinity'] ||= 'None'
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig']
  if (spec['sessionAffinity'] === 'ClientIP') {
    makeMap(makeMap(spec, 'sessionAffinityConfig'), 'clientIP')['timeoutSeconds'] ??= 10_800
  }
  for (const port of mapsAt(spec, 'ports')) defaultPort(port)
  if (isReachable(object)) spec['externalTrafficPolicy'] ||= 'Cluster'
  if (spec['type'] !== 'ExternalName') spec['internalTrafficPolicy'] ||= 'Cluster'
  if (spec['type'] === 'LoadBalancer') spec['allocateLoadBalancerNodePorts'] ??= true
  for (const ingress of mapsAt(mapAt(object, 'status', 'loadBalancer'), 'ingress')) {
    if (isSet(ingress, 'ip')) ingress['ipMode'] ??= 'VIP'
  }
}

function defaultPort(port: JsonObject): void {
  port['protocol'] ||= 'TCP'
  if (!isSet(port, 'targetPort') || port['targetPort'] === 0 || port['targetPort'] === '') {
    port['targetPort'] = port['port'] ?? 0
  }
}

/** Whether a service can be reached from outside the cluster (service helper ExternallyAccessible). */
export function isReachable(object: KubeObject): boolean {
  const spec = mapAt(object, 'spec')
  const type = textAt(spec, 'type')
  return (
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && listAt(spec, 'externalIPs').length > 0)
  )
}

/** A new service has no load balancer yet (mutates). */
export function prepareService(object: KubeObject): void {
  object['status'] = { loadBalancer: {} }
  dropUnneeded(object)
}

/** Nothing within the cluster goes to a name elsewhere (mutates; core defaultOnReadInternalTrafficPolicy). */
function dropUnneeded(object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (spec['type'] === 'ExternalName') delete spec['internalTrafficPolicy']
}

/** The status stays; what another type of service needs goes (mutates). */
export function prepareServiceUpdate(object: KubeObject, old: KubeObject): void {
  object['status'] = old['status'] ?? { loadBalancer: {} }
  dropUnneeded(object)
  const spec = mapAt(object, 'spec')
  if (
    !isReachable(object) &&
    isReachable(old) &&
    spec['externalTrafficPolicy'] === mapAt(old, 'spec')['externalTrafficPolicy']
  ) {
    delete spec['externalTrafficPolicy']
  }
}
