import { isMap, type Json, type JsonObject, type KubeObject, sameJson } from '#kube'
import { portsOf } from './claims.ts'
import { specOf } from './families.ts'

/** Makes `clusterIP` and `clusterIPs` say the same (mutates; service.normalizeClusterIPs). */
export function normalizeAddresses(service: KubeObject, old: KubeObject | undefined): void {
  const spec = specOf(service)
  const { clusterIP, clusterIPs } = spec
  const first = Array.isArray(clusterIPs) ? clusterIPs[0] : undefined
  if (old === undefined) {
    if (hasText(clusterIP) && first === undefined) spec['clusterIPs'] = [clusterIP]
    return
  }
  const before = specOf(old)
  const isSameList = sameJson(clusterIPs, before['clusterIPs'])
  if (hasText(before['clusterIP']) && !hasText(clusterIP) && isSameList) {
    delete spec['clusterIPs']
    return
  }
  if (!sameJson(clusterIP, before['clusterIP']) && isSameList && hasText(clusterIP)) {
    spec['clusterIPs'] = [clusterIP]
  }
}

/** What the server once chose stays where an update leaves it out (mutates; service.patchAllocatedValues). */
export function keepAllocated(service: KubeObject, old: KubeObject): void {
  const [spec, before] = [specOf(service), specOf(old)]
  if (hasAddress(spec) && hasAddress(before)) {
    if (!hasText(spec['clusterIP']) && before['clusterIP'] !== undefined) spec['clusterIP'] = before['clusterIP']
    const list = spec['clusterIPs']
    if (
      (!Array.isArray(list) || list.length === 0) &&
      before['clusterIPs'] !== undefined &&
      spec['clusterIP'] === before['clusterIP']
    ) {
      spec['clusterIPs'] = before['clusterIPs']
    }
  }
  if (needsNodePorts(spec) && needsNodePorts(before)) keepNodePorts(service, old)
  if (needsHealthPort(spec) && needsHealthPort(before))
    spec['healthCheckNodePort'] ??= before['healthCheckNodePort'] ?? 0
}

/** What only another type of service has goes with the change of type (mutates; dropTypeDependentFields). */
export function dropOfOtherType(service: KubeObject, old: KubeObject): void {
  const [spec, before] = [specOf(service), specOf(old)]
  if (hasAddress(before) && !hasAddress(spec)) {
    const isSame = (field: string) => sameJson(spec[field], before[field])
    const addresses = isSame('clusterIP') ? ['clusterIP', 'clusterIPs'] : []
    for (const field of [...addresses, ...['ipFamilies', 'ipFamilyPolicy'].filter(isSame)]) delete spec[field]
  }
  if (needsNodePorts(before) && !needsNodePorts(spec)) {
    for (const port of portsOf(service)) {
      const same = portsOf(old).some((other) => isMap(other) && isMap(port) && other['nodePort'] === port['nodePort'])
      if (same && isMap(port)) delete port['nodePort']
    }
  }
  if (
    needsHealthPort(before) &&
    !needsHealthPort(spec) &&
    spec['healthCheckNodePort'] === before['healthCheckNodePort']
  ) {
    delete spec['healthCheckNodePort']
  }
  if (before['type'] === 'LoadBalancer' && spec['type'] !== 'LoadBalancer') {
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) {
      if (sameJson(spec[field], before[field])) delete spec[field]
    }
  }
}

/** Whether a service has an address of its own, or is headless. */
export function hasAddress(spec: JsonObject): boolean {
  return spec['type'] !== 'ExternalName'
}

/** Whether its ports have node ports. */
export function needsNodePorts(spec: JsonObject): boolean {
  if (spec['type'] === 'NodePort') return true
  return spec['type'] === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false
}

/** Whether it has a port for health checks. */
export function needsHealthPort(spec: JsonObject): boolean {
  return spec['type'] === 'LoadBalancer' && spec['externalTrafficPolicy'] === 'Local'
}

function keepNodePorts(service: KubeObject, old: KubeObject): void {
  const taken = new Set(portsOf(service).map((port) => (isMap(port) ? port['nodePort'] : undefined)))
  for (const port of portsOf(service)) {
    if (!isMap(port) || hasNumber(port['nodePort'])) continue
    const known = portsOf(old).find(
      (other) => isMap(other) && other['port'] === port['port'] && other['protocol'] === port['protocol'],
    )
    const nodePort = isMap(known) ? known['nodePort'] : undefined
    if (nodePort !== undefined && !taken.has(nodePort)) port['nodePort'] = nodePort
  }
}

function hasText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

function hasNumber(value: Json | undefined): boolean {
  return typeof value === 'number' && value > 0
}
