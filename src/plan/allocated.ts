import { isMap, type Json, type JsonObject, type KubeObject, textAt } from '#kube'

/**
 * Keeps what a server has given a service and a write leaves open: addresses and node ports (mutates). Source:
 * k8s.io/kubernetes pkg/registry/core/service/storage `patchAllocatedValues`.
 */
export function keepAllocated(object: KubeObject, live: KubeObject): void {
  const [spec, before] = [object['spec'], live['spec']]
  if (object.kind !== 'Service' || object.apiVersion !== 'v1' || !isMap(spec) || !isMap(before)) return
  if (hasAddress(spec) && hasAddress(before)) {
    keepAddress(spec, before)
    keepFamilies(spec, before)
  }
  if (hasNodePorts(spec) && hasNodePorts(before)) keepNodePorts(portsOf(spec), portsOf(before))
  if (
    needsHealthCheck(spec) &&
    needsHealthCheck(before) &&
    !spec['healthCheckNodePort'] &&
    before['healthCheckNodePort']
  )
    spec['healthCheckNodePort'] = before['healthCheckNodePort']
}

function hasAddress(spec: JsonObject): boolean {
  return textAt(spec, 'type') !== 'ExternalName'
}

function keepAddress(spec: JsonObject, before: JsonObject): void {
  if (textAt(spec, 'clusterIP') === '') copyField(spec, before, 'clusterIP')
  const isSame = textAt(spec, 'clusterIP') === textAt(before, 'clusterIP')
  if (isSame && isOpen(spec['clusterIPs'])) copyField(spec, before, 'clusterIPs')
}

function keepFamilies(spec: JsonObject, before: JsonObject): void {
  if (textAt(spec, 'ipFamilyPolicy') === '') copyField(spec, before, 'ipFamilyPolicy')
  const isSame = textAt(spec, 'ipFamilyPolicy') === textAt(before, 'ipFamilyPolicy')
  if (isSame && isOpen(spec['ipFamilies'])) copyField(spec, before, 'ipFamilies')
}

function isOpen(list: Json | undefined): boolean {
  return !(Array.isArray(list) && list.length > 0)
}

function copyField(spec: JsonObject, before: JsonObject, field: string): void {
  const value = before[field]
  if (value !== undefined) spec[field] = value
}

function hasNodePorts(spec: JsonObject): boolean {
  return ['NodePort', 'LoadBalancer'].includes(textAt(spec, 'type'))
}

function portsOf(spec: JsonObject): readonly JsonObject[] {
  return Array.isArray(spec['ports']) ? spec['ports'].filter(isMap) : []
}

function keepNodePorts(ports: readonly JsonObject[], before: readonly JsonObject[]): void {
  const taken = new Set(ports.map((port) => port['nodePort']))
  for (const port of ports) {
    if (port['nodePort']) continue
    const nodePort = before.find((one) => one['port'] === port['port'] && one['protocol'] === port['protocol'])?.[
      'nodePort'
    ]
    if (nodePort === undefined || taken.has(nodePort)) continue
    port['nodePort'] = nodePort
    taken.add(nodePort)
  }
}

function needsHealthCheck(spec: JsonObject): boolean {
  return textAt(spec, 'type') === 'LoadBalancer' && textAt(spec, 'externalTrafficPolicy') === 'Local'
}
