import { copyOf, type Json, type KubeObject, sameJson } from '#kube'
import type { Registry } from '../contract/registry.ts'

/** Keeps aggregated cluster roles filled while it runs. */
export interface RoleAggregation {
  /** Resolves when every role that is due has been written. */
  settled(): Promise<void>
  close(): void
}

/** Labels as text to text, and expressions, of one selector of an aggregation rule. */
type Matches = (labels: Readonly<Record<string, string>>) => boolean

/** What the aggregation needs beside the registry. */
export interface RoleAggregationOptions {
  /** Compiles a LabelSelector (meta/v1) to a test on labels. */
  readonly compile: (selector: Json) => Matches
  /** Told of a write that did not work; the next change tries again. */
  readonly onError: (error: unknown) => void
}

const MANAGER = 'clusterrole-aggregation-controller'
const SERVER = {
  user: { name: `system:serviceaccount:kube-system:${MANAGER}`, groups: ['system:masters'] },
  isInternal: true,
  fieldManager: MANAGER,
}

/** Writes into each role with an aggregationRule the rules of the roles it selects (upstream clusterroleaggregation). */
export function startRoleAggregation(registry: Registry, options: RoleAggregationOptions): RoleAggregation {
  const kind = registry.kinds.find('rbac.authorization.k8s.io', 'v1', 'clusterroles')
  if (kind === undefined)
    throw new Error('aggregation - clusterroles - expected a kind of rbac.authorization.k8s.io/v1')
  let isDue = false
  let isClosed = false
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    // One turn for a burst of changes: at start every role is told one by one.
    await Promise.resolve()
    while (isDue && !isClosed) {
      isDue = false
      for (const { name, rules } of outdated(registry.readAll(kind), options)) {
        const target = { kind, namespace: '', name }
        await registry.update(target, (role) => ({ ...role, rules: copyOf(rules) }), SERVER)
      }
    }
  }
  const stop = registry.observe(kind, () => {
    isDue = true
    running ??= run()
      .catch(options.onError)
      .finally(() => (running = undefined))
  })
  return {
    settled: () => running ?? Promise.resolve(),
    close: () => {
      isClosed = true
      stop()
    },
  }
}

function outdated(roles: readonly KubeObject[], options: RoleAggregationOptions): { name: string; rules: Json[] }[] {
  const sorted = [...roles].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  return roles.flatMap((role) => {
    const selectors = selectorsOf(role)
    if (selectors === undefined) return []
    const rules = gather(role, sorted, selectors.map(options.compile))
    return sameJson(rules, role['rules'] ?? []) ? [] : [{ name: role.metadata.name, rules }]
  })
}

function selectorsOf(role: KubeObject): Json[] | undefined {
  const rule = role['aggregationRule'] as { readonly clusterRoleSelectors?: Json[] } | null | undefined
  return rule ? (rule.clusterRoleSelectors ?? []) : undefined
}

function gather(own: KubeObject, roles: readonly KubeObject[], selectors: readonly Matches[]): Json[] {
  const rules = new Map<string, Json>()
  for (const matches of selectors) {
    for (const role of roles) {
      const labels = (role.metadata['labels'] ?? {}) as Record<string, string>
      if (role.metadata.name === own.metadata.name || !matches(labels)) continue
      for (const rule of (role['rules'] ?? []) as Json[]) rules.set(JSON.stringify(rule), rule)
    }
  }
  return [...rules.values()]
}
