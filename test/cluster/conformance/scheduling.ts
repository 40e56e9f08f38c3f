import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { createNamespace, eventually, holds, nameOf, type Rules, refused, type World } from './world.ts'

const path = ({ namespace }: World, resource: string, name = '') =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`
const pod = (name: string, resources: Obj): Obj => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name },
  spec: { containers: [{ name: 'pause', image: 'pause', resources }] },
})
const range = (name: string, labels: Obj, limit: Obj): Obj => ({
  kind: 'LimitRange',
  apiVersion: 'v1',
  metadata: { name, labels },
  spec: { limits: [{ type: 'Container', ...limit }] },
})
const limits = {
  min: { cpu: '50m', memory: '100Mi', 'ephemeral-storage': '100Gi' },
  max: { cpu: '500m', memory: '500Mi', 'ephemeral-storage': '500Gi' },
  default: { cpu: '500m', memory: '500Mi', 'ephemeral-storage': '500Gi' },
  defaultRequest: { cpu: '100m', memory: '200Mi', 'ephemeral-storage': '200Gi' },
}
const resourcesOf = (requests: Obj, limits: Obj): Obj => ({
  spec: { containers: [{ resources: { requests, limits } }] },
})

/** Limits of containers, and priorities. */
export const scheduling: Rules = {
  'LimitRange should create a LimitRange with defaults and ensure pod has those defaults applied.': async (world) => {
    const { api } = world
    const one = path(world, 'limitranges', 'limit-range')
    const watch = await api.watch(path(world, 'limitranges'), { labelSelector: 'name=limit-range' })
    await api.post(path(world, 'limitranges'), range('limit-range', { name: 'limit-range' }, limits))
    await watch.until('ADDED')
    watch.stop()
    holds(await api.get(one), { spec: { limits: [{ ...limits, type: 'Container' }] } })
    await eventually(async () => {
      await api.remove(path(world, 'pods', 'pod-no-resources'), { gracePeriodSeconds: 0 }).catch(() => undefined)
      const made = await api.post(path(world, 'pods'), pod('pod-no-resources', {}))
      holds(made, resourcesOf(limits.defaultRequest, limits.default))
    })
    const partial = { requests: { memory: '150Mi', 'ephemeral-storage': '150Gi' }, limits: { cpu: '300m' } }
    const some = await api.post(path(world, 'pods'), pod('pod-partial-resources', partial))
    holds(
      some,
      resourcesOf({ ...partial.requests, cpu: '300m' }, { cpu: '300m', memory: '500Mi', 'ephemeral-storage': '500Gi' }),
    )
    const small = pod('too-small', { requests: { cpu: '10m', memory: '50Mi' }, limits: {} })
    await refused(403, 'Forbidden', api.post(path(world, 'pods'), small))
    const big = pod('too-big', { requests: { cpu: '600m', memory: '600Mi' }, limits: {} })
    await refused(422, 'Invalid', api.post(path(world, 'pods'), big))
    const min = { cpu: '9m', memory: '49Mi', 'ephemeral-storage': '49Gi' }
    const changed = await api.update(
      one,
      (found) => (found['spec'] = { limits: [{ ...limits, min, type: 'Container' }] }),
    )
    holds(changed, { spec: { limits: [{ min }] } })
    await eventually(() => api.post(path(world, 'pods'), small))
    await api.remove(one, { gracePeriodSeconds: 30 })
    await eventually(() => refused(404, 'NotFound', api.get(one)))
    await eventually(() => api.post(path(world, 'pods'), pod('free', { requests: { cpu: '600m', memory: '600Mi' } })))
  },
  'LimitRange should list, patch and delete a LimitRange by collection': async (world) => {
    const { api, namespace } = world
    const name = `e2e-limitrange-${namespace}`
    const labels = { 'e2e-test': name, [name]: 'created' }
    const made = await api.post(path(world, 'limitranges'), range(name, labels, limits))
    await createNamespace(api, `${namespace}-other`)
    await api.post(path({ ...world, namespace: `${namespace}-other` }, 'limitranges'), range(name, labels, limits))
    const labelSelector = `e2e-test=${name}`
    assert.equal((await api.list('/api/v1/limitranges', { labelSelector })).length, 2)
    const min = { cpu: '9m', memory: '49Mi', 'ephemeral-storage': '49Gi' }
    const { creationTimestamp } = made['metadata'] as Obj
    const patch = {
      metadata: { creationTimestamp, labels: { [name]: 'patched' } },
      spec: { limits: [{ ...limits, min, type: 'Container' }] },
    }
    holds(await api.patch(path(world, 'limitranges', name), 'strategic', patch), patch)
    await api.remove(path(world, 'limitranges'), {}, { labelSelector: `${name}=patched` })
    assert.equal((await api.list('/api/v1/limitranges', { labelSelector: `${name}=patched` })).length, 0)
    assert.equal((await api.list('/api/v1/limitranges', { labelSelector })).length, 1)
    await api.remove(`/api/v1/namespaces/${namespace}-other`)
  },
  'SchedulerPreemption [Serial] PriorityClass endpoints verify PriorityClass endpoints can be operated with different HTTP methods':
    async ({ api, namespace }) => {
      const classes = '/apis/scheduling.k8s.io/v1/priorityclasses'
      const names = [`p1-${namespace}`, `p2-${namespace}`]
      for (const [index, name] of names.entries())
        await api.post(classes, {
          kind: 'PriorityClass',
          apiVersion: 'scheduling.k8s.io/v1',
          metadata: { name },
          value: index + 1,
        })
      for (const name of names) {
        const one = `${classes}/${name}`
        const current = await api.get(one)
        await refused(422, 'Invalid', api.put(one, { ...current, value: 10 }), /may not be changed in an update/)
        await refused(422, 'Invalid', api.patch(one, 'strategic', { value: 10 }), /may not be changed in an update/)
        holds(await api.put(one, { ...current, description: 'updated' }), { description: 'updated' })
        holds(await api.patch(one, 'merge', { description: 'patched' }), { description: 'patched' })
        await api.remove(one)
        await refused(404, 'NotFound', api.get(one))
      }
      assert.ok((await api.list(classes)).some((one) => nameOf(one) === 'system-node-critical'))
    },
}
