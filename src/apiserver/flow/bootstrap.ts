import type { JsonObject, KubeObject } from '#kube'

const API = 'flowcontrol.apiserver.k8s.io/v1'

/** Name, shares, percent that may be lent, then queues, hand size and length; without the last three requests are refused. */
const LEVELS: readonly (readonly [string, number, number, number?, number?, number?])[] = [
  ['catch-all', 5, 0],
  ['system', 30, 33, 64, 6, 50],
  ['node-high', 40, 25, 64, 6, 50],
  ['leader-election', 10, 0, 16, 4, 50],
  ['workload-high', 40, 50, 128, 6, 50],
  ['workload-low', 100, 90, 128, 6, 50],
  ['global-default', 20, 50, 128, 6, 50],
]

const EVERYBODY = ['Group system:unauthenticated', 'Group system:authenticated'] as const
const EVERYTHING = '* | * | *'

/** Name, level, precedence, distinguisher, subjects, and rules `verbs | groups | resources` (! for all scopes) or `verbs | paths`. */
const SCHEMAS: readonly (readonly [string, string, number, string, readonly string[], readonly string[]])[] = [
  ['exempt', 'exempt', 1, '', ['Group system:masters'], [EVERYTHING, '* | *']],
  ['probes', 'exempt', 2, '', EVERYBODY, ['get | /healthz /readyz /livez']],
  [
    ...(['system-leader-election', 'leader-election', 100, 'ByUser'] as const),
    ['User system:kube-controller-manager', 'User system:kube-scheduler', 'ServiceAccount *'],
    ['get create update | coordination.k8s.io | leases | namespaced'],
  ],
  [
    ...(['system-node-high', 'node-high', 400, 'ByUser'] as const),
    ['Group system:nodes'],
    ['* | core | nodes nodes/status', '* | coordination.k8s.io | leases | namespaced'],
  ],
  ['system-nodes', 'system', 500, 'ByUser', ['Group system:nodes'], [EVERYTHING, '* | *']],
  [
    'kube-controller-manager',
    'workload-high',
    800,
    'ByNamespace',
    ['User system:kube-controller-manager'],
    [EVERYTHING, '* | *'],
  ],
  ['kube-scheduler', 'workload-high', 800, 'ByNamespace', ['User system:kube-scheduler'], [EVERYTHING, '* | *']],
  ['kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', ['ServiceAccount *'], [EVERYTHING, '* | *']],
  ['service-accounts', 'workload-low', 9000, 'ByUser', ['Group system:serviceaccounts'], [EVERYTHING, '* | *']],
  ['global-default', 'global-default', 9900, 'ByUser', EVERYBODY, [EVERYTHING, '* | *']],
  ['catch-all', 'catch-all', 10000, 'ByUser', EVERYBODY, [EVERYTHING, '* | *']],
]

/** The priority levels that a cluster starts with (apiserver/pkg/apis/flowcontrol/bootstrap). */
export function bootstrapLevels(): readonly KubeObject[] {
  const exempt = object('PriorityLevelConfiguration', 'exempt', {
    type: 'Exempt',
    exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 },
  })
  return [exempt, ...LEVELS.map(levelOf)]
}

function levelOf([
  name,
  shares,
  lendablePercent,
  queues,
  handSize = 0,
  queueLengthLimit = 0,
]: (typeof LEVELS)[number]): KubeObject {
  const queuing = queues === undefined ? undefined : { queues, handSize, queueLengthLimit }
  const limitResponse: JsonObject = queuing === undefined ? { type: 'Reject' } : { type: 'Queue', queuing }
  const limited = { nominalConcurrencyShares: shares, limitResponse, lendablePercent }
  return object('PriorityLevelConfiguration', name, { type: 'Limited', limited })
}

/** The flow schemas that a cluster starts with. */
export function bootstrapSchemas(): readonly KubeObject[] {
  return SCHEMAS.map(([name, level, matchingPrecedence, method, subjects, rules]) => {
    const places = rules.map((rule) => rule.split('|').map((cell) => cell.trim().split(' ')))
    const resourceRules = places.filter((cells) => cells.length > 2).map(resourceRule)
    const nonResourceRules = places
      .filter((cells) => cells.length === 2)
      .map(([verbs = [], nonResourceURLs = []]) => ({ verbs, nonResourceURLs }))
    return object('FlowSchema', name, {
      priorityLevelConfiguration: { name: level },
      matchingPrecedence,
      ...(method !== '' && { distinguisherMethod: { type: method } }),
      rules: [
        {
          subjects: subjects.map(subjectOf),
          ...(resourceRules.length > 0 && { resourceRules }),
          ...(nonResourceRules.length > 0 && { nonResourceRules }),
        },
      ],
    })
  })
}

function resourceRule([verbs = [], groups = [], resources = [], scope]: string[][]): JsonObject {
  const apiGroups = groups.map((group) => (group === 'core' ? '' : group))
  return { verbs, apiGroups, resources, ...(scope === undefined && { clusterScope: true }), namespaces: ['*'] }
}

function subjectOf(text: string): JsonObject {
  const [kind = '', name = ''] = text.split(' ')
  if (kind === 'User') return { kind, user: { name } }
  return kind === 'Group' ? { kind, group: { name } } : { kind, serviceAccount: { namespace: 'kube-system', name } }
}

function object(kind: string, name: string, spec: JsonObject): KubeObject {
  return {
    kind,
    apiVersion: API,
    metadata: { name, annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' } },
    spec,
  }
}
