import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, refused, text, type World } from './world.ts'

const path = ({ namespace }: World, resource: string, name = '') =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`
const object = (kind: string, metadata: Obj, more: Obj = {}): Obj => ({ kind, apiVersion: 'v1', metadata, ...more })
const pod = (name: string, spec: Obj, container: Obj = {}): Obj =>
  object('Pod', { name }, { spec: { containers: [{ name: 'c', image: 'busybox', ...container }], ...spec } })

/** Objects that nodes and pods live by. */
export const node: Rules = {
  'ConfigMap should fail to create ConfigMap with empty key': async (world) => {
    const body = object('ConfigMap', { name: 'configmap-test-emptykey' }, { data: { '': 'value-1' } })
    await refused(422, 'Invalid', world.api.post(path(world, 'configmaps'), body), /data\[\]: Invalid value/)
  },
  'ConfigMap should update ConfigMap successfully [NodeConformance]': async (world) => {
    const { api } = world
    await api.post(path(world, 'configmaps'), object('ConfigMap', { name: 'cm' }, { data: { 'data-1': 'value-1' } }))
    holds(await api.update(path(world, 'configmaps', 'cm'), (found) => (found['data'] = { data: 'value' })), {
      data: { data: 'value' },
    })
    assert.deepEqual((await api.get(path(world, 'configmaps', 'cm')))['data'], { data: 'value' })
  },
  'ConfigMap should run through a ConfigMap lifecycle': async (world) => {
    const { api } = world
    const one = path(world, 'configmaps', 'test-configmap')
    const labelSelector = `test-configmap-static=${world.namespace}`
    const watch = await api.watch('/api/v1/configmaps', { labelSelector })
    const labels = { 'test-configmap-static': world.namespace }
    await api.post(
      path(world, 'configmaps'),
      object('ConfigMap', { name: 'test-configmap', labels }, { data: { valueName: 'value' } }),
    )
    await watch.until('ADDED')
    await api.patch(one, 'strategic', {
      metadata: { labels: { 'test-configmap': 'patched' } },
      data: { valueName: 'value1' },
    })
    await watch.until('MODIFIED', (found) => at(found, 'data.valueName') === 'value1')
    holds(await api.get(one), { metadata: { labels: { 'test-configmap': 'patched' } }, data: { valueName: 'value1' } })
    assert.deepEqual((await api.list('/api/v1/configmaps', { labelSelector })).map(nameOf), ['test-configmap'])
    await api.remove(path(world, 'configmaps'), {}, { labelSelector })
    await watch.until('DELETED')
    assert.equal((await api.list(path(world, 'configmaps'), { labelSelector })).length, 0)
    watch.stop()
  },
  'Lease lease API should be available': async ({ api, namespace }) => {
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`
    const spec = {
      holderIdentity: 'holder',
      leaseDurationSeconds: 30,
      acquireTime: '2024-05-01T00:00:00.000000Z',
      renewTime: '2024-05-01T00:00:00.000000Z',
      leaseTransitions: 0,
    }
    const lease = (name: string, labels = {}): Obj => ({
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      metadata: { name, labels },
      spec,
    })
    await api.post(leases, lease('lease'))
    holds(await api.get(`${leases}/lease`), { spec })
    const second = { ...spec, holderIdentity: 'holder2', leaseTransitions: 1, renewTime: '2024-05-01T00:00:05.000001Z' }
    holds(await api.update(`${leases}/lease`, (found) => (found['spec'] = second)), { spec: second })
    const patch = { spec: { holderIdentity: 'holder3', leaseTransitions: 2 } }
    holds(await api.patch(`${leases}/lease`, 'strategic', patch), patch)
    await api.post(leases, lease('lease2', { deletecollection: 'true' }))
    assert.equal((await api.list(leases)).length, 2)
    await api.remove(leases, {}, { labelSelector: 'deletecollection=true' })
    assert.deepEqual((await api.list(leases)).map(nameOf), ['lease'])
    await api.remove(`${leases}/lease`)
    await refused(404, 'NotFound', api.get(`${leases}/lease`))
  },
  'Node Lifecycle should run through the lifecycle of a node': async ({ api, namespace }) => {
    const name = `e2e-fake-node-${namespace}`
    const one = `/api/v1/nodes/${name}`
    const made = await api.post(
      '/api/v1/nodes',
      object(
        'Node',
        { name },
        {
          status: {
            phase: 'Running',
            conditions: [{ type: 'Ready', status: 'True', reason: 'E2E', message: 'Set from an e2e test' }],
          },
        },
      ),
    )
    assert.equal(nameOf(made), name)
    holds(await api.get(one), { metadata: { name } })
    const patch = { metadata: { labels: { [name]: 'patched' } } }
    holds(await api.patch(one, 'strategic', patch), patch)
    assert.equal((await api.list('/api/v1/nodes', { labelSelector: `${name}=patched` })).length, 1)
    holds(await api.update(one, (found) => ((at(found, 'metadata.labels') as Obj)[name] = 'updated')), {
      metadata: { labels: { [name]: 'updated' } },
    })
    const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from an e2e test' }
    const updated = await api.update(
      one,
      (found) => {
        const status = (found['status'] ??= {}) as Obj
        status['conditions'] = [...listAt(found, 'status.conditions'), condition]
      },
      '/status',
    )
    assert.ok(listAt(updated, 'status.conditions').some(({ type }) => type === 'StatusUpdate'))
    const patched = await api.patch(`${one}/status`, 'strategic', {
      status: { conditions: [{ ...condition, type: 'StatusPatch' }] },
    })
    assert.ok(listAt(patched, 'status.conditions').some(({ type }) => type === 'StatusPatch'))
    await api.remove('/api/v1/nodes', {}, { labelSelector: `${name}=updated` })
    await refused(404, 'NotFound', api.get(one))
  },
  'PodTemplates should run the lifecycle of PodTemplates': async (world) => {
    const { api } = world
    const labels = { 'podtemplate-static': world.namespace }
    const watch = await api.watch('/api/v1/podtemplates', { labelSelector: `podtemplate-static=${world.namespace}` })
    await api.post(
      path(world, 'podtemplates'),
      object('PodTemplate', { name: 'nginx-pod-template', labels }, { template }),
    )
    await watch.until('ADDED')
    const patch = { metadata: { labels: { podtemplate: 'patched' } } }
    holds(await api.patch(path(world, 'podtemplates', 'nginx-pod-template'), 'strategic', patch), patch)
    await watch.until('MODIFIED')
    holds(await api.get(path(world, 'podtemplates', 'nginx-pod-template')), patch)
    await api.remove(path(world, 'podtemplates', 'nginx-pod-template'))
    await watch.until('DELETED')
    watch.stop()
    assert.equal((await api.list('/api/v1/podtemplates', { labelSelector: 'podtemplate=patched' })).length, 0)
  },
  'PodTemplates should delete a collection of pod templates': async (world) => {
    const { api } = world
    const labels = { 'podtemplate-set': 'true' }
    for (const name of ['test-podtemplate-1', 'test-podtemplate-2', 'test-podtemplate-3'])
      await api.post(path(world, 'podtemplates'), object('PodTemplate', { name, labels }, { template }))
    assert.equal((await api.list(path(world, 'podtemplates'), { labelSelector: 'podtemplate-set=true' })).length, 3)
    await api.remove(path(world, 'podtemplates'), {}, { labelSelector: 'podtemplate-set=true' })
    await eventually(async () =>
      assert.equal((await api.list(path(world, 'podtemplates'), { labelSelector: 'podtemplate-set=true' })).length, 0),
    )
  },
  'PodTemplates should replace a pod template': async (world) => {
    const { api } = world
    await api.post(path(world, 'podtemplates'), object('PodTemplate', { name: 'podtemplate' }, { template }))
    const updated = await api.update(path(world, 'podtemplates', 'podtemplate'), (found) => {
      ;(found['metadata'] as Obj)['annotations'] = { updated: 'true' }
    })
    holds(updated, { metadata: { annotations: { updated: 'true' } } })
  },
  'Pods Extended Pods Set QOS Class should be set on Pods with matching resource requests and limits for memory and cpu':
    async (world) => {
      const quantities = { cpu: '100m', memory: '100Mi' }
      const resources = { requests: quantities, limits: quantities }
      await world.api.post(path(world, 'pods'), pod('pod-qos-class', {}, { resources }))
      holds(await world.api.get(path(world, 'pods', 'pod-qos-class')), { status: { qosClass: 'Guaranteed' } })
    },
  'RuntimeClass should reject a Pod requesting a non-existent RuntimeClass [NodeConformance]': async (world) => {
    const body = pod('test-runtimeclass', { runtimeClassName: 'nonexistent' })
    await refused(403, 'Forbidden', world.api.post(path(world, 'pods'), body), /RuntimeClass.*not found/)
  },
  'RuntimeClass should reject a Pod requesting a deleted RuntimeClass [NodeConformance]': async (world) => {
    const { api, namespace } = world
    const name = `${namespace}-delete-me`
    const classes = '/apis/node.k8s.io/v1/runtimeclasses'
    await api.post(classes, { kind: 'RuntimeClass', apiVersion: 'node.k8s.io/v1', metadata: { name }, handler: 'runc' })
    await api.remove(`${classes}/${name}`)
    await eventually(async () => assert.ok(!(await api.list(classes)).some((one) => nameOf(one) === name)))
    await refused(403, 'Forbidden', api.post(path(world, 'pods'), pod('test-runtimeclass', { runtimeClassName: name })))
  },
  'Secrets should fail to create secret due to empty secret key': async (world) => {
    const body = object('Secret', { name: 'secret-emptykey-test' }, { data: { '': 'dmFsdWUtMQo=' } })
    await refused(422, 'Invalid', world.api.post(path(world, 'secrets'), body))
  },
  'Secrets should patch a secret': async (world) => {
    const { api } = world
    const labels = { testsecret: 'true', 'testsecret-constant': world.namespace }
    const labelSelector = `testsecret-constant=${world.namespace}`
    await api.post(
      path(world, 'secrets'),
      object('Secret', { name: 'test-secret', labels }, { data: { key: 'dmFsdWU=' }, type: 'Opaque' }),
    )
    assert.deepEqual((await api.list('/api/v1/secrets', { labelSelector })).map(nameOf), ['test-secret'])
    await api.patch(path(world, 'secrets', 'test-secret'), 'strategic', {
      metadata: { labels: { testsecret: 'false' } },
      data: { key: 'dmFsdWUx' },
    })
    const found = await api.get(path(world, 'secrets', 'test-secret'))
    holds(found, { metadata: { labels: { testsecret: 'false' } }, data: { key: 'dmFsdWUx' } })
    assert.equal(text(found, 'type'), 'Opaque')
    await api.remove(path(world, 'secrets'), {}, { labelSelector })
    assert.equal((await api.list('/api/v1/secrets', { labelSelector })).length, 0)
  },
  'Sysctls [LinuxOnly] [NodeConformance] should reject invalid sysctls': async (world) => {
    const sysctls = ['foo-', 'kernel.shmmax', 'safe-and-unsafe', 'bar..'].map((name) => ({ name, value: 'bar' }))
    const body = pod('sysctl', { securityContext: { sysctls }, restartPolicy: 'Never' })
    const status = await refused(422, 'Invalid', world.api.post(path(world, 'pods'), body), /Invalid value: "foo-"/)
    assert.match(text(status, 'message'), /Invalid value: "bar\.\."/)
    assert.doesNotMatch(text(status, 'message'), /safe-and-unsafe|kernel\.shmmax/)
  },
}

const template = {
  metadata: { labels: { pod: 'true' } },
  spec: { containers: [{ name: 'nginx', image: 'nginx:1.14' }] },
}
