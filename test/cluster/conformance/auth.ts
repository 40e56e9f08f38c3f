import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, refused, text, type World } from './world.ts'

const path = ({ namespace }: World, resource: string, name = '') =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`
const account = (name: string, more: Obj = {}): Obj => ({
  kind: 'ServiceAccount',
  apiVersion: 'v1',
  metadata: { name },
  ...more,
})

/** Service accounts, their tokens, and questions about access. */
export const auth: Rules = {
  'ServiceAccounts should allow opting out of API token automount': async (world) => {
    const { api } = world
    for (const automount of [true, false, undefined]) {
      const body = automount === undefined ? {} : { automountServiceAccountToken: automount }
      await api.post(path(world, 'serviceaccounts'), account(`sa-${String(automount)}`, body))
      for (const own of [true, false, undefined]) {
        const pod = await api.post(path(world, 'pods'), {
          kind: 'Pod',
          apiVersion: 'v1',
          metadata: { name: `pod-${String(automount)}-${String(own)}` },
          spec: {
            containers: [{ name: 'token-test', image: 'busybox' }],
            restartPolicy: 'Never',
            serviceAccountName: `sa-${String(automount)}`,
            ...(own !== undefined && { automountServiceAccountToken: own }),
          },
        })
        const hasToken = listAt(pod, 'spec.containers.0.volumeMounts').some(
          ({ mountPath }) => mountPath === '/var/run/secrets/kubernetes.io/serviceaccount',
        )
        assert.equal(hasToken, own ?? automount ?? true)
      }
    }
  },
  'ServiceAccounts should create a serviceAccountToken and ensure a successful TokenReview': async (world) => {
    const { api } = world
    await api.post(path(world, 'serviceaccounts'), account('sa-with-token'))
    const request = {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name: 'sa-with-token' },
      spec: { audiences: [], expirationSeconds: 3600 },
    }
    const made = await api.post(`${path(world, 'serviceaccounts', 'sa-with-token')}/token`, request)
    const review = await api.post('/apis/authentication.k8s.io/v1/tokenreviews', {
      kind: 'TokenReview',
      apiVersion: 'authentication.k8s.io/v1',
      spec: { token: text(made, 'status.token') },
    })
    holds(review, {
      status: { authenticated: true, user: { username: `system:serviceaccount:${world.namespace}:sa-with-token` } },
    })
  },
  'ServiceAccounts should guarantee kube-root-ca.crt exist in any namespace': async (world) => {
    const { api } = world
    const one = path(world, 'configmaps', 'kube-root-ca.crt')
    const first = await api.get(one)
    await api.remove(one)
    await eventually(() => api.get(one))
    await api.update(one, (object) => (object['data'] = { 'ca.crt': '' }))
    await eventually(async () => holds(await api.get(one), { data: first['data'] as Obj }))
  },
  'ServiceAccounts should run through the lifecycle of a ServiceAccount': async (world) => {
    const { api } = world
    const one = path(world, 'serviceaccounts', 'testserviceaccount')
    const watch = await api.watch('/api/v1/serviceaccounts', {
      labelSelector: `test-serviceaccount-static=${world.namespace}`,
    })
    const metadata = { name: 'testserviceaccount', labels: { 'test-serviceaccount-static': world.namespace } }
    await api.post(path(world, 'serviceaccounts'), account('testserviceaccount', { metadata }))
    await watch.until('ADDED')
    await api.patch(one, 'strategic', { automountServiceAccountToken: false })
    await watch.until('MODIFIED', (object) => object['automountServiceAccountToken'] === false)
    const found = await api.list('/api/v1/serviceaccounts', {
      labelSelector: `test-serviceaccount-static=${world.namespace}`,
    })
    assert.deepEqual(found.map(nameOf), ['testserviceaccount'])
    await api.remove(
      path(world, 'serviceaccounts'),
      {},
      { labelSelector: `test-serviceaccount-static=${world.namespace}` },
    )
    await watch.until('DELETED')
    watch.stop()
  },
  'ServiceAccounts should update a ServiceAccount': async (world) => {
    const { api } = world
    const made = await api.post(
      path(world, 'serviceaccounts'),
      account('e2e-sa', { automountServiceAccountToken: false }),
    )
    holds(made, { automountServiceAccountToken: false })
    const updated = await api.update(
      path(world, 'serviceaccounts', 'e2e-sa'),
      (object) => (object['automountServiceAccountToken'] = true),
    )
    holds(updated, { automountServiceAccountToken: true })
  },
  'SubjectReview should support SubjectReview API operations': async (world) => {
    const { api, namespace } = world
    await api.post(path(world, 'serviceaccounts'), account('e2e'))
    const user = `system:serviceaccount:${namespace}:e2e`
    const resourceAttributes = { namespace, verb: 'get', group: '', version: 'v1', resource: 'configmaps', name: 'x' }
    const review = (kind: string) => ({
      kind,
      apiVersion: 'authorization.k8s.io/v1',
      spec: { resourceAttributes, user },
    })
    const subject = await api.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', review('SubjectAccessReview'))
    holds(subject, { status: { allowed: false }, spec: { user } })
    const local = { ...review('LocalSubjectAccessReview'), metadata: { namespace } }
    const localPath = `/apis/authorization.k8s.io/v1/namespaces/${namespace}/localsubjectaccessreviews`
    holds(await api.post(localPath, local), { status: { allowed: false } })
    const asUser = await api.send('GET', path(world, 'configmaps', 'x'), undefined, {
      headers: { 'impersonate-user': user },
    })
    assert.equal(asUser.status, 403)
    assert.equal(at(asUser.object, 'reason'), 'Forbidden')
    await refused(404, 'NotFound', api.get(path(world, 'configmaps', 'x')))
  },
}
