import { expect, test } from 'vitest'
import { kindTable, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { openBench } from '../registry/testing.ts'
import { questionOf } from './attributes.ts'
import { readBootstrapPolicy } from './bootstrap-policy.ts'
import { createAuthorization } from './create.ts'

const RBAC = 'rbac.authorization.k8s.io'
const kindOf = (plural: string) => kindTable.find((kind) => kind.plural === plural && kind.group === RBAC)!
const SERVER = { user: { name: 't', groups: [] }, isInternal: true }

function giveRole(registry: Registry, name: string, rules: JsonObject[], labels: JsonObject): Promise<KubeObject> {
  const kind = kindOf('clusterroles')
  const object = { apiVersion: `${RBAC}/v1`, kind: kind.kind, metadata: { name, labels }, rules }
  return registry.create({ kind, namespace: '', name }, object, SERVER)
}

test('a role with a label is gathered by the roles that look for it, also by chains of them', async () => {
  const { api } = await openBench({ kinds: kindTable })
  const authorization = createAuthorization(api.registry)
  await authorization.start()
  const rule = { verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] }
  await giveRole(api.registry, 'widgets', [rule], { [`${RBAC}/aggregate-to-view`]: 'true' })
  const rulesOf = (name: string): unknown => api.registry.read(kindOf('clusterroles'), '', name)?.['rules']
  for (const name of ['view', 'edit', 'admin']) await expect.poll(() => rulesOf(name)).toContainEqual(rule)
  await api.registry.remove({ kind: kindOf('clusterroles'), namespace: '', name: 'widgets' }, SERVER)
  for (const name of ['view', 'edit', 'admin']) await expect.poll(() => rulesOf(name)).not.toContainEqual(rule)
  authorization.close()
})

test('a second start finds everything there, writes nothing, and decides as the first', async () => {
  const first = await openBench({ kinds: kindTable })
  const before = createAuthorization(first.api.registry)
  await before.start()
  before.close()
  await first.api.close()
  const revision = await first.store.revision()
  const second = await openBench({ kinds: kindTable, store: first.store })
  const after = createAuthorization(second.api.registry)
  const asked = questionOf({ name: 'system:kube-scheduler', groups: [] }, 'list', { resource: 'pods' })
  expect((await after.authorizer.authorize(asked)).answer).toBe('no-opinion')
  await after.start()
  expect((await after.authorizer.authorize(asked)).answer).toBe('allow')
  expect(await first.store.revision()).toBe(revision)
})

test('what was taken away comes back, what was added stays, and autoupdate can be turned off', async () => {
  const { api } = await openBench({ kinds: kindTable })
  const { registry } = api
  const first = createAuthorization(registry)
  await first.start()
  first.close()
  const change = (name: string, edit: (role: KubeObject) => KubeObject): Promise<KubeObject> =>
    registry.update({ kind: kindOf('clusterroles'), namespace: '', name }, edit, SERVER)
  const extra = { verbs: ['get'], apiGroups: ['x'], resources: ['y'] }
  await change('system:kube-dns', (role) => ({ ...role, rules: [extra] }))
  await change('system:heapster', (role) => ({
    ...role,
    rules: [],
    metadata: { ...role.metadata, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } },
  }))
  await registry.update(
    { kind: kindOf('clusterrolebindings'), namespace: '', name: 'cluster-admin' },
    (it) => ({ ...it, subjects: [] }),
    SERVER,
  )
  const second = createAuthorization(registry)
  await second.start()
  const rulesOf = (name: string): unknown => registry.read(kindOf('clusterroles'), '', name)!['rules'] ?? []
  expect(rulesOf('system:kube-dns')).toHaveLength(5)
  expect(rulesOf('system:kube-dns')).toContainEqual(extra)
  expect(rulesOf('system:heapster')).toEqual([])
  expect(registry.read(kindOf('clusterrolebindings'), '', 'cluster-admin')!['subjects']).toHaveLength(1)
})

test('the tables have every default role once, and each binding its role', () => {
  const { clusterRoles, clusterRoleBindings, roles, roleBindings } = readBootstrapPolicy()
  const names = clusterRoles.map(({ metadata }) => metadata.name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of [
    'cluster-admin',
    'admin',
    'edit',
    'view',
    'system:discovery',
    'system:public-info-viewer',
    'system:monitoring',
    'system:node-bootstrapper',
    'system:controller:job-controller',
  ]) {
    expect(names).toContain(name)
  }
  for (const { roleRef } of clusterRoleBindings) expect(names).toContain((roleRef as JsonObject)['name'])
  const local = new Set(roles.map(({ metadata }) => `${textAt(metadata, 'namespace')}/${metadata.name}`))
  for (const { metadata, roleRef } of roleBindings)
    expect(local).toContain(`${textAt(metadata, 'namespace')}/${textAt(roleRef as JsonObject, 'name')}`)
  for (const role of clusterRoles) {
    for (const rule of role['rules'] as JsonObject[])
      expect((rule['verbs'] as string[]).every((verb) => /^[a-z*]+$/.test(verb))).toBe(true)
  }
})
