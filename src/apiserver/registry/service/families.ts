import { type Finding, isMap, type JsonObject, type KubeObject } from '#kube'

/** What the server says of IP families where the user says nothing (mutates): this cluster has IPv4. Gives what is wrong. */
export function initFamilies(service: KubeObject, old: KubeObject | undefined): readonly Finding[] {
  const spec = specOf(service)
  if (spec['type'] === 'ExternalName') return []
  const isOpen = spec['clusterIP'] === 'None' && isEmptyMap(spec['selector'])
  const before = old === undefined ? undefined : specOf(old)['ipFamilyPolicy']
  spec['ipFamilyPolicy'] ??= before ?? (isOpen ? 'RequireDualStack' : 'SingleStack')
  const policy = spec['ipFamilyPolicy']
  const families = Array.isArray(spec['ipFamilies']) ? [...spec['ipFamilies']] : []
  if (isOpen) {
    if (families.length === 0) families.push('IPv4')
    if (families.length < 2 && policy !== 'SingleStack') families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4')
    spec['ipFamilies'] = families
    return []
  }
  const findings: Finding[] = []
  if (policy === 'RequireDualStack') {
    const detail = 'this cluster is not configured for dual-stack services'
    findings.push({ field: 'spec.ipFamilyPolicy', type: 'invalid', value: policy, detail })
  }
  families.forEach((family, at) => {
    if (family === 'IPv4') return
    const detail = 'not configured on this cluster'
    findings.push({ field: `spec.ipFamilies[${at}]`, type: 'invalid', value: family, detail })
  })
  if (families.length === 0) families.push('IPv4')
  spec['ipFamilies'] = families
  return findings
}

/** The spec of a service; made where there is none (mutates). */
export function specOf(service: KubeObject): JsonObject {
  const spec = service['spec']
  if (isMap(spec)) return spec
  const made: JsonObject = {}
  service['spec'] = made
  return made
}

function isEmptyMap(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}
