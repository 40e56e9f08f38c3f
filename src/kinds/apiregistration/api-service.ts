import { checkDnsLabel, checkDnsSubdomain, type KubeObject } from '#kube'
import { addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { conditionOf, isSet, isTrue, mapAt, numberAt, textAt } from '../read.ts'

/** Who serves a group and version: this server, or a service it passes requests on to. */
export const apiService: Kind = defineKind({
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  plural: 'apiservices',
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Service', 'The reference to the service for this API server.', serviceOf),
    column('Available', 'Whether this service is available.', availability),
    ageColumn,
  ],
  rules: { newStatus: {}, updatesUnconditionally: false, defaults, check },
})

function serviceOf(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  const service = mapAt(spec, 'service')
  return isSet(spec, 'service') ? `${textAt(service, 'namespace')}/${textAt(service, 'name')}` : 'Local'
}

function availability(object: KubeObject): string {
  const condition = conditionOf(mapAt(object, 'status'), 'Available')
  if (condition === undefined) return 'Unknown'
  const status = textAt(condition, 'status')
  return status === 'True' ? status : `${status} (${textAt(condition, 'reason')})`
}

function defaults(object: KubeObject): void {
  if (isSet(mapAt(object, 'spec'), 'service')) mapAt(object, 'spec', 'service')['port'] ??= 443
}

function check(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const [group, version] = [textAt(spec, 'group'), textAt(spec, 'version')]
  const expected = `${version}.${group}`
  if (object.metadata.name !== expected) {
    const detail = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(expected)}`
    addInvalid(found, 'metadata.name', object.metadata.name, detail)
  }
  if (group !== '') addInvalid(found, 'spec.group', group, ...checkDnsSubdomain(group))
  else if (version !== 'v1')
    addInvalid(found, 'spec.group', group, 'only v1 may have an empty group and it better be legacy kube')
  addInvalid(found, 'spec.version', version, ...checkDnsLabel(version))
  checkPriority(found, numberAt(spec, 'groupPriorityMinimum') ?? 0, { field: 'spec.groupPriorityMinimum', max: 20_000 })
  checkPriority(found, numberAt(spec, 'versionPriority') ?? 0, { field: 'spec.versionPriority', max: 1000 })
  checkService(found, object)
}

function checkPriority(found: Findings, value: number, { field, max }: { field: string; max: number }): void {
  if (value <= 0 || value > max) addInvalid(found, field, value, `must be positive and less than ${max}`)
}

function checkService(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const [hasBundle, skips] = [textAt(spec, 'caBundle') !== '', isTrue(spec, 'insecureSkipTLSVerify')]
  if (!isSet(spec, 'service')) {
    if (hasBundle)
      addInvalid(
        found,
        'spec.caBundle',
        `${textAt(spec, 'caBundle').length} bytes`,
        'local APIServices may not have a caBundle',
      )
    if (skips)
      addInvalid(found, 'spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify')
    return
  }
  const service = mapAt(spec, 'service')
  for (const key of ['namespace', 'name']) if (textAt(service, key) === '') addRequired(found, `spec.service.${key}`)
  const port = numberAt(service, 'port') ?? 443
  if (port < 1 || port > 65_535) {
    addInvalid(found, 'spec.service.port', port, 'port is not valid: must be between 1 and 65535, inclusive')
  }
  if (skips && hasBundle) addForbidden(found, 'spec.insecureSkipTLSVerify', 'may not be true if caBundle is present')
}
