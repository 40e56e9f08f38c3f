import type { FieldSpec } from '../file/types.ts'
import { TEMPLATE_LABELS_FIELDS } from './metadata.ts'

const POLICY = { group: 'networking.k8s.io', kind: 'NetworkPolicy' }

/** Fields that `commonLabels`, and `labels` with `includeSelectors`, change: selectors, then the labels they select. */
export const COMMON_LABELS_FIELDS: readonly FieldSpec[] = [
  { path: 'spec/selector', version: 'v1', kind: 'Service', create: true },
  { path: 'spec/selector', version: 'v1', kind: 'ReplicationController', create: true },
  { path: 'spec/selector/matchLabels', kind: 'Deployment', create: true },
  ...placementOf('Deployment'),
  { path: 'spec/selector/matchLabels', kind: 'ReplicaSet', create: true },
  { path: 'spec/selector/matchLabels', kind: 'DaemonSet', create: true },
  { path: 'spec/selector/matchLabels', group: 'apps', kind: 'StatefulSet', create: true },
  ...placementOf('StatefulSet'),
  { path: 'spec/selector/matchLabels', group: 'batch', kind: 'Job' },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', group: 'batch', kind: 'CronJob' },
  { path: 'spec/selector/matchLabels', group: 'policy', kind: 'PodDisruptionBudget' },
  { path: 'spec/podSelector/matchLabels', ...POLICY },
  { path: 'spec/ingress/from/podSelector/matchLabels', ...POLICY },
  { path: 'spec/egress/to/podSelector/matchLabels', ...POLICY },
  ...TEMPLATE_LABELS_FIELDS,
]

// Where a pod template selects other pods to be near to or away from.
function placementOf(kind: string): FieldSpec[] {
  const affinities = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
    `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution`,
  ])
  return [...affinities, 'topologySpreadConstraints'].map((place) => ({
    path: `spec/template/spec/${place}/labelSelector/matchLabels`,
    group: 'apps',
    kind,
  }))
}
