import type { JsonObject, KubeObject } from '#kube'
import {
  AGGREGATED_ROLES,
  CLUSTER_BINDINGS,
  CLUSTER_ROLES,
  NAMESPACE_BINDINGS,
  NAMESPACE_ROLES,
} from './bootstrap-roles.ts'
import { CONTROLLER_ROLES } from './controller-roles.ts'

/** The roles and bindings that every cluster starts with. */
export interface BootstrapPolicy {
  readonly clusterRoles: readonly KubeObject[]
  readonly clusterRoleBindings: readonly KubeObject[]
  readonly roles: readonly KubeObject[]
  readonly roleBindings: readonly KubeObject[]
}

const GROUP = 'rbac.authorization.k8s.io'
const CONTROLLER = 'system:controller:'
/** Short words of the tables. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  R: ['get', 'list', 'watch'],
  W: ['create', 'delete', 'deletecollection', 'patch', 'update'],
}
const EVENTS = 'create patch update | core events.k8s.io | events'

/** Reads the tables. Takes about a millisecond, so it is called once, at start. */
export function readBootstrapPolicy(): BootstrapPolicy {
  const controllers = readRoles(CONTROLLER_ROLES)
  const binding = (name: string, role: string, groups: readonly string[]): KubeObject =>
    roleBinding('ClusterRoleBinding', name, { role, subjects: groups })
  return {
    clusterRoles: [
      ...readRoles(CLUSTER_ROLES).map(({ name, rules }) => clusterRole(name, rules)),
      ...AGGREGATED_ROLES.map(aggregatedRole),
      ...controllers.map(({ name, rules }) => clusterRole(`${CONTROLLER}${name}`, rules)),
    ],
    clusterRoleBindings: [
      ...rowsOf(CLUSTER_BINDINGS).map(([role = '', ...subjects]) => binding(role, role, subjects)),
      ...controllers.map(({ name }) =>
        binding(`${CONTROLLER}${name}`, `${CONTROLLER}${name}`, [`ServiceAccount kube-system/${name}`]),
      ),
    ],
    roles: readRoles(NAMESPACE_ROLES).map(({ name, rules }) => object('Role', name, { rules })),
    roleBindings: rowsOf(NAMESPACE_BINDINGS).map(([name = '', role = '', ...subjects]) =>
      roleBinding('RoleBinding', name, { role, subjects }),
    ),
  }
}

function readRoles(table: string): { name: string; rules: JsonObject[] }[] {
  const roles: { name: string; rules: JsonObject[] }[] = []
  for (const line of table.split('\n')) {
    if (line === '') continue
    if (!line.startsWith(' ')) roles.push({ name: line, rules: [] })
    else roles.at(-1)?.rules.push(readRule(line.trim() === 'E' ? EVENTS : line))
  }
  return roles
}

function readRule(line: string): JsonObject {
  const [verbs = [], groups = [], resources, names] = line.split('|').map(wordsOf)
  if (resources === undefined) return { verbs, nonResourceURLs: groups }
  const apiGroups = groups.map((group) => (group === 'core' ? '' : group))
  return { verbs, apiGroups, resources, ...(names !== undefined && { resourceNames: names }) }
}

function wordsOf(cell: string): string[] {
  const words = cell.trim().split(/\s+/)
  const expanded = words.flatMap((word) => WORDS[word] ?? [word])
  return expanded.length === words.length ? words : expanded.sort()
}

function rowsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line !== '')
  return lines.map((line) => line.split('|').map((cell) => cell.trim()))
}

function clusterRole(name: string, rules: JsonObject[]): KubeObject {
  const aggregated = /^system:aggregate-to-(\w+)$/.exec(name)
  return object('ClusterRole', name, { rules }, aggregated === null ? [] : [aggregated[1] ?? ''])
}

function aggregatedRole([name, gathers, labels]: (typeof AGGREGATED_ROLES)[number]): KubeObject {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [`rbac.${AGGREGATE}${gathers}`]: 'true' } }] }
  return object('ClusterRole', name, { aggregationRule, rules: [] }, labels)
}

const AGGREGATE = 'authorization.k8s.io/aggregate-to-'

function roleBinding(
  kind: 'ClusterRoleBinding' | 'RoleBinding',
  name: string,
  { role, subjects }: { readonly role: string; readonly subjects: readonly string[] },
): KubeObject {
  const roleRef = { apiGroup: GROUP, kind: kind === 'RoleBinding' ? 'Role' : 'ClusterRole', name: role }
  const named = subjects.flatMap(readSubjects)
  return object(kind, name, { roleRef, ...(named.length > 0 && { subjects: named }) })
}

function readSubjects(cell: string): JsonObject[] {
  const [kind = '', ...names] = cell.split(' ')
  return names.map((full) => {
    if (kind !== 'ServiceAccount') return { kind, apiGroup: GROUP, name: full }
    const [namespace = '', name = ''] = full.split('/')
    return { kind, name, namespace }
  })
}

/** `fullName` has its namespace before a slash. */
function object(kind: string, fullName: string, fields: JsonObject, aggregateTo: readonly string[] = []): KubeObject {
  const [namespace, name = fullName] = fullName.includes('/') ? fullName.split('/') : [undefined, fullName]
  const labels = Object.fromEntries(aggregateTo.map((target) => [`rbac.${AGGREGATE}${target}`, 'true']))
  return {
    kind,
    apiVersion: `${GROUP}/v1`,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    },
    ...fields,
  }
}
