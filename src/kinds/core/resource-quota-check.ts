import { checkQualifiedName, type JsonObject, type KubeObject, parseQuantity } from '#kube'
import { addInvalid, addRequired, addUnsupported, checkUnchanged, type Findings } from '../check/finding.ts'
import { canonizeResources } from '../check/quantity.ts'
import { isSame } from '../equal.ts'
import { makeMap, mapAt, mapsAt, scalarText, textAt, textsAt } from '../read.ts'

/** Quantities in their canonical form (mutates). */
export function defaultQuota(object: KubeObject): void {
  canonizeResources(makeMap(object, 'spec')['hard'])
  for (const list of ['hard', 'used']) canonizeResources(mapAt(object, 'status')[list])
}

/** Checks resources and scopes of a quota (core ValidateResourceQuota). */
export function checkQuota(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkAmounts(found, mapAt(spec, 'hard'), 'spec.hard')
  checkScopes(found, spec)
}

/** Checks that the scopes of a quota stay (core ValidateResourceQuotaUpdate). */
export function checkQuotaUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [scopes, before] = [mapAt(object, 'spec')['scopes'], mapAt(old, 'spec')['scopes']]
  checkUnchanged(found, 'spec.scopes', scopes, isSame(scopes, before))
}

/** Checks what a controller says about a quota (core ValidateResourceQuotaStatusUpdate). */
export function checkQuotaStatus(found: Findings, object: KubeObject): void {
  for (const list of ['hard', 'used']) checkAmounts(found, mapAt(object, 'status', list), `status.${list}`)
}

const counted = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
const measured = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
]
const scopes = [
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'PriorityClass',
  'Terminating',
  'VolumeAttributesClass',
]

function checkAmounts(found: Findings, list: JsonObject, field: string): void {
  for (const [name, value] of Object.entries(list)) {
    const place = `${field}[${name}]`
    addInvalid(found, place, name, ...checkQualifiedName(name))
    const isKnown = counted.includes(name) || measured.includes(name) || /^(requests\.)?hugepages-/.test(name)
    if (!name.includes('/') && !isKnown) addInvalid(found, place, name, 'must be a standard resource for quota')
    const quantity = parseQuantity(scalarText(value))
    if (quantity === undefined) continue
    if (quantity.nanos < 0n) addInvalid(found, place, value, 'must be greater than or equal to 0')
    const isWhole = counted.includes(name) || name.startsWith('count/')
    if (isWhole && quantity.nanos % 1_000_000_000n !== 0n) addInvalid(found, place, value, 'must be an integer')
  }
}

const ofPods = new Set(['pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'])

/** Whether a scope may bound a resource: those about pods bound only what pods have. */
function isScoped(scope: string, resource: string): boolean {
  const isStandard = counted.includes(resource) || measured.includes(resource)
  if (!isStandard) return true
  if (scope === 'BestEffort') return resource === 'pods'
  return !['NotBestEffort', 'NotTerminating', 'Terminating'].includes(scope) || ofPods.has(resource)
}

function checkScopes(found: Findings, spec: JsonObject): void {
  const names = textsAt(spec, 'scopes')
  for (const name of names)
    if (!scopes.includes(name)) addInvalid(found, 'spec.scopes', [...names], 'unsupported scope')
  for (const name of names)
    for (const resource of Object.keys(mapAt(spec, 'hard')))
      if (!isScoped(name, resource))
        addInvalid(found, 'spec.scopes', [...names], 'unsupported scope applied to resource')
  for (const [one, other] of [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ] as const) {
    if (names.includes(one) && names.includes(other)) {
      addInvalid(found, 'spec.scopes', [...names], 'conflicting scopes')
    }
  }
  const place = 'spec.scopeSelector.matchExpressions'
  for (const expression of mapsAt(mapAt(spec, 'scopeSelector'), 'matchExpressions')) {
    const [name, operator] = [textAt(expression, 'scopeName'), textAt(expression, 'operator')]
    if (!scopes.includes(name)) addUnsupported(found, `${place}.scopeName`, name, scopes)
    const count = textsAt(expression, 'values').length
    if ((operator === 'In' || operator === 'NotIn') && count === 0) {
      addRequired(
        found,
        `${place}.values`,
        "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
      )
    } else if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) {
      addInvalid(
        found,
        `${place}.values`,
        expression['values'],
        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
      )
    } else if (!['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator)) {
      addInvalid(found, `${place}.operator`, operator, 'not a valid selector operator')
    }
  }
}
