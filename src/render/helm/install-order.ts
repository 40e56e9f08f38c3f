import { compareStrings } from '#template'
import type { Compat } from './options.ts'

const HELM3_ORDER = [
  'PriorityClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
]

const ORDERS: Readonly<Record<Compat, ReadonlyMap<string, number>>> = {
  helm3: ranks(HELM3_ORDER),
  helm4: ranks([...HELM3_ORDER, 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']),
}

/** The reverse, but services go right behind what leads to them. */
const UNINSTALL_ORDERS: Readonly<Record<Compat, ReadonlyMap<string, number>>> = {
  helm3: reversed(ORDERS.helm3),
  helm4: reversed(ORDERS.helm4),
}

function reversed(order: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const kinds = [...order.keys()].toReversed().filter((kind) => kind !== 'Service')
  kinds.splice(kinds.indexOf('IngressClass') + 1, 0, 'Service')
  return ranks(kinds)
}

function ranks(kinds: readonly string[]): ReadonlyMap<string, number> {
  return new Map(kinds.map((kind, rank) => [kind, rank]))
}

/**
 * Sorts by kind in the order of installation, unknown kinds last by name; equal ones keep their order. Gives a new list.
 * Source: helm.sh/helm/v4 pkg/release/v1/util/kind_sorter.go.
 */
export function inInstallOrder<T extends { readonly kind: string }>(items: readonly T[], compat: Compat): T[] {
  return inOrder(items, ORDERS[compat])
}

/** The same in the order of removal: not quite the reverse one. */
export function inUninstallOrder<T extends { readonly kind: string }>(items: readonly T[], compat: Compat): T[] {
  return inOrder(items, UNINSTALL_ORDERS[compat])
}

function inOrder<T extends { readonly kind: string }>(items: readonly T[], order: ReadonlyMap<string, number>): T[] {
  const last = order.size
  return items.toSorted((a, b) => {
    const left = order.get(a.kind) ?? last
    const right = order.get(b.kind) ?? last
    if (left !== right) return left - right
    return left === last ? compareStrings(a.kind, b.kind) : 0
  })
}
