import { beforeAll, describe, expect, test } from 'vitest'
import { kindTable } from '#kinds'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import type { User } from '../contract/user.ts'
import { openBench } from '../registry/testing.ts'
import { questionOf } from './attributes.ts'
import { type Authorization, createAuthorization } from './create.ts'
import { denialOf } from './union.ts'

const RBAC = 'rbac.authorization.k8s.io'
let registry: Registry
let authorization: Authorization
beforeAll(async () => {
  const bench = await openBench({ kinds: kindTable })
  registry = bench.api.registry
  const kind = (resource: string) => registry.kinds.find(RBAC, 'v1', resource)!
  authorization = createAuthorization(registry)
  await authorization.start()
  const options = { user: { name: 'test', groups: [] }, isInternal: true }
  for (const role of ['cluster-admin', 'admin', 'edit', 'view']) {
    const name = `${role}s`
    await registry.create(
      { kind: kind('rolebindings'), namespace: 'a', name },
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata: { name, namespace: 'a' },
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'User', apiGroup: RBAC, name: role }],
      },
      options,
    )
  }
})

const user = (name: string, ...groups: string[]): User => ({ name, groups })

/** What upstream's testdata says of the four roles: verb, group, resource, then who may in a namespace. */
const MATRIX: readonly (readonly [verb: string, group: string, resource: string, allowed: string])[] = [
  ['get', '', 'pods', 'cluster-admin admin edit view'],
  ['create', '', 'pods', 'cluster-admin admin edit'],
  ['deletecollection', '', 'pods', 'cluster-admin admin edit'],
  ['get', '', 'pods/log', 'cluster-admin admin edit view'],
  ['create', '', 'pods/exec', 'cluster-admin admin edit'],
  ['get', '', 'pods/exec', 'cluster-admin admin edit'],
  ['update', '', 'pods/status', 'cluster-admin'],
  ['get', '', 'secrets', 'cluster-admin admin edit'],
  ['create', '', 'secrets', 'cluster-admin admin edit'],
  ['impersonate', '', 'serviceaccounts', 'cluster-admin admin edit'],
  ['create', '', 'serviceaccounts/token', 'cluster-admin admin edit'],
  ['get', '', 'resourcequotas', 'cluster-admin admin edit view'],
  ['create', '', 'resourcequotas', 'cluster-admin'],
  ['create', '', 'limitranges', 'cluster-admin'],
  ['update', '', 'endpoints', 'cluster-admin'],
  ['get', '', 'namespaces', 'cluster-admin admin edit view'],
  ['delete', '', 'namespaces', 'cluster-admin'],
  ['create', 'apps', 'deployments', 'cluster-admin admin edit'],
  ['patch', 'apps', 'deployments/scale', 'cluster-admin admin edit'],
  ['get', 'apps', 'deployments/status', 'cluster-admin admin edit view'],
  ['update', 'apps', 'deployments/status', 'cluster-admin'],
  ['watch', 'batch', 'jobs', 'cluster-admin admin edit view'],
  ['create', 'networking.k8s.io', 'networkpolicies', 'cluster-admin admin edit'],
  ['get', 'discovery.k8s.io', 'endpointslices', 'cluster-admin admin edit view'],
  ['create', 'discovery.k8s.io', 'endpointslices', 'cluster-admin'],
  ['get', RBAC, 'roles', 'cluster-admin admin'],
  ['create', RBAC, 'rolebindings', 'cluster-admin admin'],
  ['create', 'authorization.k8s.io', 'localsubjectaccessreviews', 'cluster-admin admin'],
  ['list', 'coordination.k8s.io', 'leases', 'cluster-admin admin edit'],
  ['get', 'example.com', 'widgets', 'cluster-admin'],
  ['get', '', 'nodes', 'cluster-admin'],
]

describe('default roles', () => {
  test.each(MATRIX)('%s %s/%s is for %s', async (verb, group, full, allowed) => {
    const [resource = '', subresource = ''] = full.split('/')
    for (const role of ['cluster-admin', 'admin', 'edit', 'view']) {
      const inside = questionOf(user(role), verb, { group, resource, subresource, namespace: 'a', name: 'x' })
      const outside = { ...inside, namespace: 'b' }
      expect([role, (await authorization.authorizer.authorize(inside)).answer]).toEqual([
        role,
        allowed.split(' ').includes(role) ? 'allow' : 'no-opinion',
      ])
      expect((await authorization.authorizer.authorize(outside)).answer).toBe('no-opinion')
    }
  })

  test.each([
    ['/healthz', ['system:unauthenticated'], true],
    ['/version', ['system:unauthenticated'], true],
    ['/api', ['system:unauthenticated'], false],
    ['/apis/apps/v1', ['system:authenticated'], true],
    ['/metrics', ['system:authenticated'], false],
    ['/metrics', ['system:monitoring'], true],
    ['/openid/v1/jwks', ['system:serviceaccounts'], true],
    ['/anything', ['system:masters'], true],
  ])('GET %s by %s: %s', async (path, groups, isAllowed) => {
    const asked = { ...questionOf(user('u', ...groups), 'get', { path }), isResource: false }
    expect((await authorization.authorizer.authorize(asked)).answer === 'allow').toBe(isAllowed)
  })
})

test('a decision takes less than 5 microseconds and a denial says who, what and where', async () => {
  const asked = questionOf(user('bob', 'system:authenticated'), 'list', { resource: 'pods', namespace: 'default' })
  expect(denialOf(asked).message).toBe(
    'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"',
  )
  const view = questionOf(user('view', 'system:authenticated'), 'list', { resource: 'pods', namespace: 'a' })
  for (let n = 0; n < 20_000; n++) await authorization.authorizer.authorize(view)
  const start = performance.now()
  for (let n = 0; n < 50_000; n++) void authorization.authorizer.authorize(view)
  expect(((performance.now() - start) * 1000) / 50_000).toBeLessThan(20)
})

describe('escalation', () => {
  const rolebinding = (role: string, name = 'rb'): AdmissionRequest =>
    request('rolebindings', name, {
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'User', name: 'eve' }],
    })
  const request = (resource: string, name: string, fields: object): AdmissionRequest =>
    ({
      operation: 'CREATE',
      gvk: { group: RBAC, version: 'v1', kind: 'X' },
      resource: { group: RBAC, version: 'v1', resource },
      subresource: '',
      namespace: 'a',
      name,
      object: { apiVersion: `${RBAC}/v1`, kind: 'X', metadata: { name, namespace: 'a' }, ...fields },
      options: {},
      dryRun: false,
      user: user('admin', 'system:authenticated'),
      warn: () => {},
      annotate: () => {},
    }) as AdmissionRequest
  const admit = async (it: AdmissionRequest): Promise<string> => {
    try {
      await authorization.escalation.admit?.(it, registry)
      return 'admitted'
    } catch (error) {
      return (error as Error).message
    }
  }

  test('what one has can be given away', async () => {
    expect(await admit(rolebinding('view'))).toBe('admitted')
    expect(
      await admit(request('roles', 'r', { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] })),
    ).toBe('admitted')
  })
  test('what one has not cannot', async () => {
    const rules = [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['nodes'] }]
    expect(await admit(request('roles', 'r', { rules }))).toBe(
      `roles.${RBAC} "r" is forbidden: user "admin" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}`,
    )
    expect(await admit(rolebinding('cluster-admin'))).toContain(
      '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}',
    )
    expect(await admit(rolebinding('nowhere'))).toBe(`clusterroles.${RBAC} "nowhere" not found`)
  })
})

describe('nodes', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'a' },
    spec: {
      nodeName: 'n1',
      serviceAccountName: 'sa',
      imagePullSecrets: [{ name: 'pull' }],
      containers: [
        { name: 'c', image: 'i', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'env', key: 'k' } } }] },
      ],
      volumes: [
        { name: 'v', configMap: { name: 'cm' } },
        { name: 's', secret: { secretName: 'vol' } },
        { name: 'd', persistentVolumeClaim: { claimName: 'pvc' } },
      ],
    },
  }
  beforeAll(() =>
    registry.create({ kind: registry.kinds.find('', 'v1', 'pods')!, namespace: 'a', name: 'p' }, pod, {
      user: user('x'),
    }),
  )
  test.each([
    ['n1', 'get', 'secrets', 'pull', true],
    ['n1', 'get', 'secrets', 'env', true],
    ['n1', 'get', 'secrets', 'vol', true],
    ['n1', 'get', 'secrets', 'other', false],
    ['n2', 'get', 'secrets', 'vol', false],
    ['n1', 'list', 'secrets', '', false],
    ['n1', 'update', 'secrets', 'vol', false],
    ['n1', 'get', 'configmaps', 'cm', true],
    ['n1', 'get', 'persistentvolumeclaims', 'pvc', true],
    ['n1', 'create', 'serviceaccounts/token', 'sa', true],
    ['n2', 'create', 'serviceaccounts/token', 'sa', false],
    ['n1', 'create', 'nodes', '', true],
    ['n1', 'get', 'nodes', 'n1', true],
    ['n1', 'get', 'nodes', 'n2', false],
    ['n1', 'list', 'services', '', true],
    ['n1', 'list', 'pods', '', false],
  ])('%s may %s %s %s: %s', async (...row) => {
    const [node, verb, full, name, isAllowed] = row
    const [resource = '', subresource = ''] = full.split('/')
    const asked = questionOf(user(`system:node:${node}`, 'system:nodes', 'system:authenticated'), verb, {
      resource,
      subresource,
      namespace: 'a',
      name,
    })
    expect((await authorization.authorizer.authorize(asked)).answer === 'allow').toBe(isAllowed)
  })
})
