import { mapAt, mapsAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject, parseQuantity, type Quantity, quantityOf, zeroQuantity } from '#kube'
import { podResources, type ResourceAmounts } from '../resource-amounts.ts'

/** How one resource counts against quotas. */
export interface QuotaEvaluator {
  /** What an object uses. */
  usage(object: KubeObject): ResourceAmounts
  /** Which names of a quota it can count. */
  counts(name: string): boolean
  /** Whether updates change usage. */
  readonly isUpdated: boolean
  /** Pods match scopes; other objects match only quotas without any. */
  readonly isScoped: boolean
  /** What is missing that a quota on these names needs. */
  missing?(names: readonly string[], object: KubeObject): string | undefined
}

/** How objects of a resource count; everything counts at least as `count/RESOURCE.GROUP`. */
export function quotaEvaluatorOf(group: string, resource: string): QuotaEvaluator {
  const special = SPECIAL.get(`${group}/${resource}`)
  const count = group === '' ? `count/${resource}` : `count/${resource}.${group}`
  if (special === undefined) return counting([count])
  return {
    ...special,
    usage: (object) => new Map([[count, ONE], ...special.usage(object)]),
    counts: (name) => name === count || special.counts(name),
  }
}

const ONE = quantityOf(1)

function counting(names: readonly string[]): QuotaEvaluator {
  const amounts = new Map(names.map((name) => [name, ONE]))
  return { usage: () => amounts, counts: (name) => amounts.has(name), isUpdated: false, isScoped: false }
}

const COMPUTE: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])

const pods: QuotaEvaluator = {
  isUpdated: false,
  isScoped: true,
  counts: (name) =>
    name === 'pods' ||
    COMPUTE.has(name) ||
    (name.startsWith('requests.') && name !== 'requests.storage') ||
    name.startsWith('limits.') ||
    name.startsWith('hugepages-'),
  usage: podUsage,
  missing: missingOfPod,
}

function podUsage(pod: KubeObject): ResourceAmounts {
  const phase = textAt(mapAt(pod, 'status'), 'phase')
  if (phase === 'Succeeded' || phase === 'Failed') return new Map()
  const { requests, limits } = podResources(mapAt(pod, 'spec'))
  const usage = new Map<string, Quantity>([['pods', ONE]])
  for (const [name, amount] of requests) {
    if (COMPUTE.has(name) || name.startsWith('hugepages-')) usage.set(name, amount)
    if (COMPUTE.has(name) || name.startsWith('hugepages-') || name.includes('/')) usage.set(`requests.${name}`, amount)
  }
  for (const [name, amount] of limits) if (COMPUTE.has(name)) usage.set(`limits.${name}`, amount)
  return usage
}

/** Names that every container must say something about when a quota has them. */
const REQUIRED: ReadonlyMap<string, readonly [part: 'requests' | 'limits', name: string]> = new Map([
  ['cpu', ['requests', 'cpu']],
  ['memory', ['requests', 'memory']],
  ['requests.cpu', ['requests', 'cpu']],
  ['requests.memory', ['requests', 'memory']],
  ['limits.cpu', ['limits', 'cpu']],
  ['limits.memory', ['limits', 'memory']],
])

function missingOfPod(names: readonly string[], pod: KubeObject): string | undefined {
  const spec = mapAt(pod, 'spec')
  const containers = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  const told: string[] = []
  for (const name of [...names].sort()) {
    const row = REQUIRED.get(name)
    if (row === undefined || Object.hasOwn(mapAt(spec, 'resources', row[0]), row[1])) continue
    const silent = containers.filter((container) => !Object.hasOwn(mapAt(container, 'resources', row[0]), row[1]))
    if (silent.length > 0)
      told.push(
        `${name} for: ${silent
          .map((container) => textAt(container, 'name'))
          .sort()
          .join(',')}`,
      )
  }
  return told.length === 0 ? undefined : `must specify ${told.join('; ')}`
}

const services: QuotaEvaluator = {
  isUpdated: true,
  isScoped: false,
  counts: (name) => name === 'services' || name === 'services.nodeports' || name === 'services.loadbalancers',
  usage: (service) => {
    const spec = mapAt(service, 'spec')
    const ports = mapsAt(spec, 'ports')
    const type = textAt(spec, 'type')
    const isBalanced = type === 'LoadBalancer'
    const isManual = isBalanced && spec['allocateLoadBalancerNodePorts'] === false
    const nodePorts = isManual
      ? ports.filter(({ nodePort }) => typeof nodePort === 'number' && nodePort !== 0).length
      : ports.length
    return new Map([
      ['services', ONE],
      ['services.nodeports', quantityOf(type === 'NodePort' || isBalanced ? nodePorts : 0)],
      ['services.loadbalancers', quantityOf(isBalanced ? 1 : 0)],
    ])
  },
}

const CLASS = '.storageclass.storage.k8s.io/'

const claims: QuotaEvaluator = {
  isUpdated: true,
  isScoped: false,
  counts: (name) => name === 'persistentvolumeclaims' || name === 'requests.storage' || name.includes(CLASS),
  usage: (claim) => {
    const spec = mapAt(claim, 'spec')
    const asked = parseQuantity(textAt(mapAt(spec, 'resources', 'requests'), 'storage')) ?? zeroQuantity
    const given = parseQuantity(textAt(mapAt(claim, 'status', 'allocatedResources'), 'storage')) ?? zeroQuantity
    const size = given.nanos > asked.nanos ? given : asked
    const name = classOf(claim, spec)
    const usage = new Map([
      ['persistentvolumeclaims', ONE],
      ['requests.storage', size],
    ])
    if (name === '') return usage
    return usage.set(`${name}${CLASS}persistentvolumeclaims`, ONE).set(`${name}${CLASS}requests.storage`, size)
  },
}

function classOf(claim: KubeObject, spec: JsonObject): string {
  const annotated = textAt(mapAt(claim, 'metadata', 'annotations'), 'volume.beta.kubernetes.io/storage-class')
  return annotated === '' ? textAt(spec, 'storageClassName') : annotated
}

const SPECIAL: ReadonlyMap<string, QuotaEvaluator> = new Map([
  ['/pods', pods],
  ['/services', services],
  ['/persistentvolumeclaims', claims],
  ...['configmaps', 'secrets', 'replicationcontrollers', 'resourcequotas'].map((name): [string, QuotaEvaluator] => [
    `/${name}`,
    counting([name]),
  ]),
])

/** Whether a pod is in a scope of a quota. */
export function isInScope(pod: KubeObject, { scopeName, operator, values }: ScopeRow): boolean {
  const spec = mapAt(pod, 'spec')
  if (scopeName === 'Terminating' || scopeName === 'NotTerminating') {
    return (typeof spec['activeDeadlineSeconds'] === 'number') === (scopeName === 'Terminating')
  }
  if (scopeName === 'BestEffort' || scopeName === 'NotBestEffort')
    return isBestEffort(spec) === (scopeName === 'BestEffort')
  if (scopeName === 'CrossNamespacePodAffinity') return hasForeignAffinity(spec)
  if (scopeName !== 'PriorityClass') return false
  const name = textAt(spec, 'priorityClassName')
  if (operator === 'In') return values.includes(name)
  if (operator === 'NotIn') return !values.includes(name)
  return (name !== '') === (operator !== 'DoesNotExist')
}

/** One condition of a quota on pods (core/v1 ScopedResourceSelectorRequirement). */
export interface ScopeRow {
  readonly scopeName: string
  readonly operator: string
  readonly values: readonly string[]
}

function isBestEffort(spec: JsonObject): boolean {
  const holders = [spec, ...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  return holders.every((holder) =>
    (['requests', 'limits'] as const).every((part) => {
      const list = mapAt(holder, 'resources', part)
      return ['cpu', 'memory'].every((name) => (parseQuantity(textAt(list, name)) ?? zeroQuantity).nanos === 0n)
    }),
  )
}

function hasForeignAffinity(spec: JsonObject): boolean {
  const isForeign = (term: JsonObject): boolean =>
    mapsAt(term, 'namespaces').length > 0 ||
    (term['namespaceSelector'] !== undefined && term['namespaceSelector'] !== null)
  return ['podAffinity', 'podAntiAffinity'].some((key) => {
    const affinity = mapAt(spec, 'affinity', key)
    const required = mapsAt(affinity, 'requiredDuringSchedulingIgnoredDuringExecution')
    const preferred = mapsAt(affinity, 'preferredDuringSchedulingIgnoredDuringExecution').map((one) =>
      mapAt(one, 'podAffinityTerm'),
    )
    return [...required, ...preferred].some(isForeign)
  })
}
