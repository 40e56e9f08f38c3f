import { forbidden, goQuote, type KubeObject, notFound, type StatusError, sameJson } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { User } from '../contract/user.ts'
import { questionOf } from './attributes.ts'
import { describeRights, missingRights, quotedList } from './covers.ts'
import { rulesFor } from './rbac.ts'
import type { RoleIndex, RoleRef } from './role-index.ts'
import type { PolicyRule } from './rule.ts'

const GROUP = 'rbac.authorization.k8s.io'
const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]
const BINDINGS: ReadonlySet<string> = new Set(['rolebindings', 'clusterrolebindings'])
const ROLES: ReadonlySet<string> = new Set(['roles', 'clusterroles'])

/**
 * Nobody gives away rights that he has not: refuses writes of roles and bindings that would, unless the user may `escalate`
 * or `bind`. It runs last of the mutating plugins, where upstream's policy-based storage stands.
 */
export function rbacEscalation(index: RoleIndex, authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'RBACEscalation',
    operations: ['CREATE', 'UPDATE'],
    admit: async (request) => {
      const { resource, group } = request.resource
      if (group !== GROUP || request.subresource !== '' || request.object === undefined) return
      if (request.user.groups.includes('system:masters') || isGarbageOnly(request)) return
      if (ROLES.has(resource)) await checkRole(request, request.object, { index, authorizer })
      if (BINDINGS.has(resource)) await checkBinding(request, request.object, { index, authorizer })
    },
  }
}

interface Access {
  readonly index: RoleIndex
  readonly authorizer: Authorizer
}

/** Whether an update changes nothing but owner references and finalizers, which lets garbage be collected. */
function isGarbageOnly({ object, oldObject }: AdmissionRequest): boolean {
  if (object === undefined || oldObject === undefined) return false
  const stripped = ({ metadata, ...rest }: KubeObject): Record<string, unknown> => {
    const { ownerReferences: _owners, finalizers: _finalizers, managedFields: _fields, ...kept } = metadata
    return { ...rest, metadata: kept }
  }
  return sameJson(stripped(object) as KubeObject, stripped(oldObject) as KubeObject)
}

async function checkRole(request: AdmissionRequest, role: KubeObject, { index, authorizer }: Access): Promise<void> {
  const { group, resource } = request.resource
  const asked = questionOf(request.user, 'escalate', {
    group,
    resource,
    namespace: request.namespace,
    name: request.name,
  })
  if ((await authorizer.authorize(asked)).answer === 'allow') return
  const rules = (role['rules'] ?? []) as unknown as readonly PolicyRule[]
  const old = request.oldObject
  if (
    old !== undefined &&
    sameJson(old['rules'], role['rules']) &&
    sameJson(old['aggregationRule'], role['aggregationRule'])
  ) {
    return
  }
  refuseEscalation(request, rules, index)
  const aggregation = role['aggregationRule'] as
    | { readonly clusterRoleSelectors?: readonly unknown[] }
    | null
    | undefined
  if (!aggregation?.clusterRoleSelectors?.length) return
  if (escalation(request.user, request.namespace, { wanted: EVERYTHING, index }) === undefined) return
  throw forbidden(
    { group, resource },
    role.metadata.name,
    'must have cluster-admin privileges to use the aggregationRule',
  )
}

async function checkBinding(
  request: AdmissionRequest,
  binding: KubeObject,
  { index, authorizer }: Access,
): Promise<void> {
  const roleRef = binding['roleRef'] as unknown as RoleRef | undefined
  if (roleRef === undefined || roleRef.name === undefined) return
  const resource = roleRef.kind === 'Role' ? 'roles' : 'clusterroles'
  const { namespace } = request
  const asked = questionOf(request.user, 'bind', { group: GROUP, resource, namespace, name: roleRef.name })
  if ((await authorizer.authorize(asked)).answer === 'allow') return
  const rules = index.rulesOf(roleRef, namespace)
  if (rules === undefined) throw notFound({ group: GROUP, resource }, roleRef.name)
  refuseEscalation(request, rules, index)
}

function refuseEscalation(request: AdmissionRequest, wanted: readonly PolicyRule[], index: RoleIndex): void {
  const problem = escalation(request.user, request.namespace, { wanted, index })
  if (problem !== undefined) throw refusal(request, problem)
}

function refusal({ resource, object }: AdmissionRequest, why: string): StatusError {
  return forbidden({ group: GROUP, resource: resource.resource }, object?.metadata.name ?? '', why)
}

/** Why a user may not give these rules away, in upstream's words; undefined when he has them all. */
function escalation(
  user: User,
  namespace: string,
  { wanted, index }: { readonly wanted: readonly PolicyRule[]; readonly index: RoleIndex },
): string | undefined {
  const { rules, problems } = rulesFor(index, user, namespace)
  const missing = missingRights(rules, wanted)
  if (missing.length === 0) return undefined
  const who = `user ${goQuote(user.name)} (groups=${quotedList(user.groups)})`
  const text = `${who} is attempting to grant RBAC permissions not currently held:\n${describeRights(missing).join('\n')}`
  return problems.length === 0 ? text : `${text}; resolution errors: [${problems.join(' ')}]`
}
