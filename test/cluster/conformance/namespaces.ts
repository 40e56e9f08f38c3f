import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, createNamespace, eventually, holds, listAt, type Rules, refused, type World } from './world.ts'

const named = ({ namespace }: World) => {
  const name = `${namespace}-other`
  return { name, path: `/api/v1/namespaces/${name}` }
}

/** Namespaces as objects, and what becomes of what is in them. */
export const namespaces: Rules = {
  'Namespaces [Serial] should ensure that all services are removed when a namespace is deleted': async (world) => {
    const { api } = world
    const { name, path } = named(world)
    await createNamespace(api, name)
    const ports = [{ port: 80, targetPort: 80, protocol: 'TCP' }]
    const service = {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: { name: 'test-service' },
      spec: { selector: { foo: 'bar' }, ports },
    }
    await api.post(`${path}/services`, service)
    await api.remove(path)
    await eventually(() => refused(404, 'NotFound', api.get(path)))
    await createNamespace(api, name)
    await refused(404, 'NotFound', api.get(`${path}/services/test-service`))
    await api.remove(path)
  },
  'Namespaces [Serial] should patch a Namespace': async (world) => {
    const { name, path } = named(world)
    await createNamespace(world.api, name)
    await world.api.patch(path, 'strategic', { metadata: { labels: { testLabel: 'testValue' } } })
    holds(await world.api.get(path), { metadata: { labels: { testLabel: 'testValue' } } })
    await world.api.remove(path)
  },
  'Namespaces [Serial] should apply an update to a Namespace': async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}`
    const updated = await api.update(path, (object) => ((at(object, 'metadata.labels') as Obj)[namespace] = 'updated'))
    holds(updated, { metadata: { labels: { [namespace]: 'updated' } } })
  },
  'Namespaces [Serial] should apply changes to a namespace status': async ({ api, json, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}`
    holds(await json.get(`${path}/status`), { kind: 'Namespace', status: { phase: 'Active' } })
    const condition = { type: 'StatusPatch', status: 'True', reason: 'E2E', message: 'Patched by an e2e test' }
    const patch = {
      metadata: { annotations: { 'e2e-patched-ns-status': namespace } },
      status: { conditions: [condition] },
    }
    holds(await api.patch(`${path}/status`, 'merge', { ...patch, spec: {} }), patch)
    const added = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Updated by an e2e test' }
    const updated = await api.update(
      path,
      (object) => void (listAt(object, 'status.conditions') as Obj[]).push(added),
      '/status',
    )
    holds(updated, { status: { conditions: [condition, added] } })
  },
  'Namespaces [Serial] should apply a finalizer to a Namespace': async (world) => {
    const { api } = world
    const { name, path } = named(world)
    const finalizer = 'e2e.example.com/fakeFinalizer'
    await createNamespace(api, name)
    const updated = await api.update(
      path,
      (object) => void (at(object, 'spec.finalizers') as string[]).push(finalizer),
      '/finalize',
    )
    holds(updated, { spec: { finalizers: ['kubernetes', finalizer] } })
    const removed = await api.update(path, (object) => (object['spec'] = { finalizers: ['kubernetes'] }), '/finalize')
    holds(removed, { spec: { finalizers: ['kubernetes'] } })
    await api.remove(path)
    await eventually(() => refused(404, 'NotFound', api.get(path)))
    assert.equal((await api.list('/api/v1/namespaces', { fieldSelector: `metadata.name=${name}` })).length, 0)
  },
}
