import type { Kind } from '#kinds'
import { copyOf, type Json, type KubeObject, StatusError, sameJson } from '#kube'
import type { Registry, Target } from '../contract/registry.ts'
import { type BootstrapPolicy, readBootstrapPolicy } from './bootstrap-policy.ts'
import { missingRights } from './covers.ts'
import type { PolicyRule } from './rule.ts'

const GROUP = 'rbac.authorization.k8s.io'
const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate'
const SERVER = {
  user: { name: 'system:apiserver', groups: ['system:masters'] },
  isInternal: true,
  fieldManager: 'kube-apiserver',
} as const

/**
 * Creates the roles and bindings that a cluster starts with, and gives back to present ones what they lack: rules, labels,
 * subjects. What people added stays; `autoupdate: "false"` is left alone. Source: upstream rbac reconciliation.
 */
export async function reconcilePolicy(registry: Registry): Promise<void> {
  const policy = readBootstrapPolicy()
  const rows: readonly (readonly [resource: string, part: keyof BootstrapPolicy, lacks: Lacks])[] = [
    ['clusterroles', 'clusterRoles', lackingRules],
    ['clusterrolebindings', 'clusterRoleBindings', lackingSubjects],
    ['roles', 'roles', lackingRules],
    ['rolebindings', 'roleBindings', lackingSubjects],
  ]
  // All at once: the store commits what waits together.
  await Promise.all(
    rows.flatMap(([resource, part, lacks]) => {
      const kind = kindOf(registry, resource)
      return policy[part].map((wanted) => reconcile(registry, kind, wanted, lacks))
    }),
  )
}

function kindOf(registry: Registry, resource: string): Kind {
  const kind = registry.kinds.find(GROUP, 'v1', resource)
  if (kind === undefined) throw new Error(`policy - ${resource} - expected a kind of ${GROUP}/v1`)
  return kind
}

/** Fields that a present object lacks, or undefined. */
type Lacks = (present: KubeObject, wanted: KubeObject) => Record<string, Json> | undefined

async function reconcile(registry: Registry, kind: Kind, wanted: KubeObject, lacks: Lacks): Promise<void> {
  const namespace = typeof wanted.metadata['namespace'] === 'string' ? wanted.metadata['namespace'] : ''
  const target: Target = { kind, namespace, name: wanted.metadata.name }
  const present = registry.read(kind, namespace, wanted.metadata.name)
  if (present === undefined) return createOrLeave(registry, target, wanted)
  if (annotation(present, AUTO_UPDATE) === 'false') return
  if (present['roleRef'] !== undefined && !sameRole(present['roleRef'], wanted['roleRef'])) {
    await registry.remove(target, SERVER)
    return createOrLeave(registry, target, wanted)
  }
  if (improved(present, wanted, lacks) === undefined) return
  await registry.update(target, (current) => improved(current, wanted, lacks), SERVER)
}

async function createOrLeave(registry: Registry, target: Target, wanted: KubeObject): Promise<void> {
  try {
    await registry.create(target, wanted, SERVER)
  } catch (error) {
    // Another control plane on the same store was faster.
    if (!(error instanceof StatusError) || error.code !== 'AlreadyExists') throw error
  }
}

function annotation(object: KubeObject, key: string): Json | undefined {
  return (object.metadata['annotations'] as Record<string, Json> | undefined)?.[key]
}

function sameRole(present: Json, wanted: Json | undefined): boolean {
  const [a, b] = [present, wanted] as { kind?: string; name?: string }[]
  return a?.kind === b?.kind && a?.name === b?.name
}

function improved(present: KubeObject, wanted: KubeObject, lacks: Lacks): KubeObject | undefined {
  const labels = merged(present.metadata['labels'], wanted.metadata['labels'])
  const annotations = merged(present.metadata['annotations'], wanted.metadata['annotations'])
  const fields = lacks(present, wanted)
  if (labels === undefined && annotations === undefined && fields === undefined) return undefined
  const metadata = { ...present.metadata, ...(labels && { labels }), ...(annotations && { annotations }) }
  return { ...present, metadata, ...fields }
}

/** Present values win; undefined when nothing is missing. */
function merged(present: Json | undefined, wanted: Json | undefined): Record<string, Json> | undefined {
  const own = (present ?? {}) as Record<string, Json>
  const wish = (wanted ?? {}) as Record<string, Json>
  return Object.keys(wish).every((key) => Object.hasOwn(own, key)) ? undefined : { ...wish, ...own }
}

function lackingRules(present: KubeObject, wanted: KubeObject): Record<string, Json> | undefined {
  const aggregationRule = wanted['aggregationRule']
  if (aggregationRule !== undefined) {
    return present['aggregationRule'] ? undefined : { aggregationRule: copyOf(aggregationRule) }
  }
  const own = (present['rules'] ?? []) as unknown as readonly PolicyRule[]
  const missing = missingRights(own, (wanted['rules'] ?? []) as unknown as readonly PolicyRule[])
  return missing.length === 0 ? undefined : { rules: [...own, ...missing] as unknown as Json }
}

function lackingSubjects(present: KubeObject, wanted: KubeObject): Record<string, Json> | undefined {
  const own = (present['subjects'] ?? []) as readonly Json[]
  const missing = ((wanted['subjects'] ?? []) as readonly Json[]).filter((one) => !own.some((it) => sameJson(it, one)))
  return missing.length === 0 ? undefined : { subjects: [...own, ...missing] }
}
