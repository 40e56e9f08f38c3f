import assert from 'node:assert/strict'
import { at, createNamespace, eventually, holds, type Rules, refused } from './world.ts'

const FINALIZER = 'e2e.example.com/finalizer'
const container = { name: 'nginx', image: 'registry.k8s.io/pause:3.10' }

/** What becomes of pods whose namespace is deleted. */
export const namespacePods: Rules = {
  'Namespaces [Serial] should ensure that all pods are removed when a namespace is deleted': async ({
    api,
    namespace,
  }) => {
    const name = `${namespace}-pods`
    const path = `/api/v1/namespaces/${name}`
    const meta = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'test-pod' } }
    await createNamespace(api, name)
    await api.post(`${path}/pods`, { ...meta, spec: { containers: [container] } })
    await eventually(async () => holds(await api.get(`${path}/pods/test-pod`), { status: { phase: 'Running' } }))
    await api.remove(path)
    await eventually(() => refused(404, 'NotFound', api.get(path)))
    await createNamespace(api, name)
    await refused(404, 'NotFound', api.get(`${path}/pods/test-pod`))
    await api.remove(path)
  },
  'OrderedNamespaceDeletion namespace deletion should delete pod first': async ({ api, namespace }) => {
    const name = `${namespace}-ordered`
    const path = `/api/v1/namespaces/${name}`
    const metadata = { name: 'pod', finalizers: [FINALIZER] }
    await createNamespace(api, name)
    await api.post(`${path}/pods`, { kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers: [container] } })
    await api.post(`${path}/configmaps`, { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'last' } })
    await api.remove(path)
    await eventually(async () => {
      assert.notEqual(at(await api.get(`${path}/pods/pod`), 'metadata.deletionTimestamp') ?? '', '')
      const conditions = JSON.stringify(at(await api.get(path), 'status.conditions') ?? [])
      assert.match(conditions, /"type":"NamespaceFinalizersRemaining","status":"True"|FinalizersRemaining/)
    })
    assert.equal(at(await api.get(`${path}/configmaps/last`), 'metadata.deletionTimestamp') ?? '', '')
    await api.patch(`${path}/pods/pod`, 'merge', { metadata: { finalizers: null } })
    await eventually(() => refused(404, 'NotFound', api.get(path)))
  },
}
