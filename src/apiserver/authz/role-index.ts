import type { ObjectChange, Registry } from '../contract/registry.ts'
import type { User } from '../contract/user.ts'
import type { PolicyRule } from './rule.ts'

/** Which role a binding gives (rbac/v1 RoleRef). */
export interface RoleRef {
  readonly apiGroup: string
  readonly kind: string
  readonly name: string
}

/** A binding that applies to a user, and the subject it does so by. */
export interface Grant {
  readonly binding: string
  /** Empty for a ClusterRoleBinding. */
  readonly namespace: string
  readonly roleRef: RoleRef
  readonly subject: Subject
}

/** Whom a binding names (rbac/v1 Subject). */
export interface Subject {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

/** Roles and bindings as the registry has them right now, ready for decisions. */
export interface RoleIndex {
  /** Calls `visit` with every rule that holds for a user, or with a reason why rules are missing; stops when it gives true. */
  visit(user: User, namespace: string, visit: RuleVisitor): void
  /** Rules of a role; undefined when it is not there. */
  rulesOf(roleRef: RoleRef, namespace: string): readonly PolicyRule[] | undefined
  close(): void
}

/** Sees one rule with the grant it comes from, or a problem. True ends the visit. */
export type RuleVisitor = (
  found: { readonly rule: PolicyRule; readonly grant: Grant } | { readonly problem: string },
) => boolean

const RBAC = 'rbac.authorization.k8s.io'
const NONE: readonly Grant[] = []

/** Observes the four kinds of RBAC. Throws Error when the registry has not got them. */
export function createRoleIndex(registry: Registry): RoleIndex {
  const roles = new Map<string, readonly PolicyRule[]>()
  const clusterGrants = createGrants()
  const namespaceGrants = new Map<string, Grants>()
  const stops = [
    observe(registry, 'clusterroles', (change) => keep(roles, roleKey('', change.object.metadata.name), change)),
    observe(registry, 'roles', (change) =>
      keep(roles, roleKey(namespaceOf(change), change.object.metadata.name), change),
    ),
    observe(registry, 'clusterrolebindings', (change) => clusterGrants.apply(change)),
    observe(registry, 'rolebindings', (change) => {
      const namespace = namespaceOf(change)
      let grants = namespaceGrants.get(namespace)
      if (grants === undefined) namespaceGrants.set(namespace, (grants = createGrants()))
      grants.apply(change)
      if (grants.isEmpty()) namespaceGrants.delete(namespace)
    }),
  ]
  const rulesOf = (roleRef: RoleRef, namespace: string): readonly PolicyRule[] | undefined =>
    roles.get(roleKey(roleRef.kind === 'Role' ? namespace : '', roleRef.name))
  return {
    rulesOf,
    visit(user, namespace, visit) {
      if (visitGrants(clusterGrants.of(user), rulesOf, visit) || namespace === '') return
      visitGrants(namespaceGrants.get(namespace)?.of(user) ?? NONE, rulesOf, visit)
    },
    close: () => stops.forEach((stop) => stop()),
  }
}

function observe(registry: Registry, resource: string, observer: (change: ObjectChange) => void): () => void {
  const kind = registry.kinds.find(RBAC, 'v1', resource)
  if (kind === undefined) throw new Error(`authorizer - ${resource} - expected a kind of ${RBAC}/v1`)
  return registry.observe(kind, observer)
}

function namespaceOf({ object }: ObjectChange): string {
  return typeof object.metadata['namespace'] === 'string' ? object.metadata['namespace'] : ''
}

/** A space is in no name. */
function roleKey(namespace: string, name: string): string {
  return `${namespace} ${name}`
}

function keep(roles: Map<string, readonly PolicyRule[]>, key: string, { type, object }: ObjectChange): void {
  const rules = object['rules'] as unknown as readonly PolicyRule[] | null | undefined
  if (type === 'DELETED') roles.delete(key)
  else roles.set(key, rules ?? [])
}

type RulesOf = (roleRef: RoleRef, namespace: string) => readonly PolicyRule[] | undefined

function visitGrants(grants: readonly Grant[], rulesOf: RulesOf, visit: RuleVisitor): boolean {
  for (const grant of grants) {
    const rules = rulesOf(grant.roleRef, grant.namespace)
    if (rules === undefined) {
      const { kind, name } = grant.roleRef
      if (visit({ problem: `${kind.toLowerCase()}.${RBAC} "${name}" not found` })) return true
      continue
    }
    for (const rule of rules) if (visit({ rule, grant })) return true
  }
  return false
}

/** Bindings of one place, found by who is bound. */
interface Grants {
  apply(change: ObjectChange): void
  of(user: User): readonly Grant[]
  isEmpty(): boolean
}

function createGrants(): Grants {
  const bySubject = new Map<string, Grant[]>()
  const apply = ({ type, object, previous }: ObjectChange): void => {
    if (previous !== undefined) forEachGrant(previous, (key, grant) => drop(bySubject, key, grant.binding))
    forEachGrant(object, (key, grant) => {
      drop(bySubject, key, grant.binding)
      if (type === 'DELETED') return
      const present = bySubject.get(key)
      if (present === undefined) bySubject.set(key, [grant])
      else present.push(grant)
    })
  }
  return { apply, isEmpty: () => bySubject.size === 0, of: (user) => grantsOf(bySubject, user) }
}

function grantsOf(bySubject: ReadonlyMap<string, Grant[]>, user: User): readonly Grant[] {
  const own = bySubject.get(`u:${user.name}`)
  let found: Grant[] | undefined = own
  for (const group of user.groups) {
    const grants = bySubject.get(`g:${group}`)
    if (grants !== undefined) found = found === undefined ? grants : [...found, ...grants]
  }
  return found ?? NONE
}

function drop(bySubject: Map<string, Grant[]>, key: string, binding: string): void {
  const rest = bySubject.get(key)?.filter((grant) => grant.binding !== binding)
  if (rest === undefined) return
  if (rest.length === 0) bySubject.delete(key)
  else bySubject.set(key, rest)
}

function forEachGrant(object: ObjectChange['object'], visit: (key: string, grant: Grant) => void): void {
  const namespace = typeof object.metadata['namespace'] === 'string' ? object.metadata['namespace'] : ''
  const roleRef = object['roleRef'] as unknown as RoleRef
  for (const subject of (object['subjects'] ?? []) as unknown as readonly Subject[]) {
    const key = subjectKey(subject, namespace)
    if (key !== undefined) visit(key, { binding: object.metadata.name, namespace, roleRef, subject })
  }
}

function subjectKey(subject: Subject, namespace: string): string | undefined {
  if (subject.kind === 'User') return `u:${subject.name}`
  if (subject.kind === 'Group') return `g:${subject.name}`
  const home = subject.namespace ? subject.namespace : namespace
  if (subject.kind !== 'ServiceAccount' || home === '') return undefined
  return `u:system:serviceaccount:${home}:${subject.name}`
}
