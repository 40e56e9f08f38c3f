import { type JsonObject, type KubeObject, sameJson, valueAt } from '#kube'
import type { Controller } from '#reconcile'
import { matchesLabels } from '../select.ts'
import { types } from '../types.ts'

/**
 * Puts the rules of all ClusterRoles that an `aggregationRule` selects into the role. Source: kubernetes
 * pkg/controller/clusterroleaggregation.
 */
export const aggregationController: Controller = {
  name: 'clusterrole-aggregation',
  watches: [
    {
      type: types.clusterRoles,
      keysOf: (_, context) =>
        context
          .informer(types.clusterRoles)
          .cache.list()
          .filter((role) => selectorsOf(role).length > 0)
          .map(({ metadata }) => ({ namespace: '', name: metadata.name })),
    },
  ],
  reconcile: async ({ name }, { client, informer }) => {
    const { cache } = informer(types.clusterRoles)
    const role = cache.get('', name)
    if (role === undefined || selectorsOf(role).length === 0) return undefined
    const rules = rulesFor(role, cache.list())
    if (sameJson(rules, role['rules'] ?? [])) return undefined
    const body: JsonObject = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules,
    }
    await client.patch(
      types.clusterRoles,
      { name },
      { type: 'apply', body },
      { fieldManager: 'clusterrole-aggregation-controller', isForced: true },
    )
    return undefined
  },
}

function selectorsOf(role: KubeObject): readonly JsonObject[] {
  const selectors = valueAt(role, 'aggregationRule', 'clusterRoleSelectors')
  return Array.isArray(selectors) ? (selectors as JsonObject[]) : []
}

/** In the order of the roles' names, each rule once. */
function rulesFor(role: KubeObject, all: readonly KubeObject[]): JsonObject[] {
  const rules: JsonObject[] = []
  for (const other of all.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    if (
      other.metadata.name === role.metadata.name ||
      !selectorsOf(role).some((selector) => matchesLabels(selector, other))
    )
      continue
    for (const rule of (other['rules'] ?? []) as JsonObject[]) {
      if (!rules.some((present) => sameJson(present, rule))) rules.push(rule)
    }
  }
  return rules
}
