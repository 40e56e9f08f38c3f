import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, refused, text, type World } from './world.ts'

const path = ({ namespace }: World, resource: string, name = '') =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`
const storage = (resource: string, name = '') => `/apis/storage.k8s.io/v1/${resource}${name && `/${name}`}`
const core = (kind: string, metadata: Obj, more: Obj): Obj => ({ kind, apiVersion: 'v1', metadata, ...more })
const stored = (kind: string, metadata: Obj, more: Obj): Obj => ({
  kind,
  apiVersion: 'storage.k8s.io/v1',
  metadata,
  ...more,
})

/** Volumes, their classes and what drivers say, as objects. */
export const volumes: Rules = {
  'ConfigMap should be immutable if `immutable` field is set': (world) =>
    isImmutable(world, 'ConfigMap', 'configmaps', 'value'),
  'Secrets should be immutable if `immutable` field is set': (world) =>
    isImmutable(world, 'Secret', 'secrets', 'dmFsdWU='),
  'CSIInlineVolumes should run through the lifecycle of a CSIDriver': ({ api, namespace }) =>
    lifecycle(
      api,
      storage('csidrivers'),
      stored(
        'CSIDriver',
        { name: `inline-driver-${namespace}` },
        {
          spec: {
            volumeLifecycleModes: ['Ephemeral'],
            podInfoOnMount: true,
            attachRequired: true,
            requiresRepublish: false,
          },
        },
      ),
    ),
  'CSIInlineVolumes should support CSIVolumeSource in Pod API': async (world) => {
    const { api } = world
    const driver = `inline-driver-${world.namespace}`
    await api.post(
      storage('csidrivers'),
      stored('CSIDriver', { name: driver }, { spec: { volumeLifecycleModes: ['Ephemeral'] } }),
    )
    const volume = { name: 'my-csi-volume', csi: { driver, volumeAttributes: { foo: 'bar' }, readOnly: true } }
    const labels = { app: 'e2e' }
    const spec = {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'c', image: 'busybox', volumeMounts: [{ name: 'my-csi-volume', mountPath: '/data' }] }],
      volumes: [volume],
    }
    await api.post(path(world, 'pods'), core('Pod', { name: 'pod-csi-inline', labels }, { spec }))
    const found = await api.get(path(world, 'pods', 'pod-csi-inline'))
    assert.deepEqual(
      listAt(found, 'spec.volumes').find(({ name }) => name === 'my-csi-volume'),
      volume,
    )
    assert.equal((await api.list(path(world, 'pods'), { labelSelector: 'app=e2e' })).length, 1)
    holds(
      await api.patch(path(world, 'pods', 'pod-csi-inline'), 'strategic', { metadata: { labels: { app: 'patched' } } }),
      {
        metadata: { labels: { app: 'patched' } },
      },
    )
    await api.remove(path(world, 'pods', 'pod-csi-inline'))
    await api.remove(storage('csidrivers', driver))
  },
  'CSINodes CSI Conformance should run through the lifecycle of a csinode': ({ api, namespace }) =>
    lifecycle(
      api,
      storage('csinodes'),
      stored('CSINode', { name: `e2e-csinode-${namespace}` }, { spec: { drivers: [] } }),
    ),
  'StorageClasses CSI Conformance should run through the lifecycle of a StorageClass': ({ api, namespace }) =>
    lifecycle(
      api,
      storage('storageclasses'),
      stored(
        'StorageClass',
        { generateName: `e2e-${namespace}-` },
        {
          provisioner: 'e2e-fake-provisioner',
        },
      ),
    ),
  'VolumeAttributesClass [FeatureGate:VolumeAttributesClass] should run through the lifecycle of a VolumeAttributesClass':
    ({ api, namespace }) =>
      lifecycle(
        api,
        storage('volumeattributesclasses'),
        stored(
          'VolumeAttributesClass',
          { generateName: `e2e-${namespace}-` },
          {
            driverName: 'e2e-fake-csi-driver',
            parameters: { key: 'value' },
          },
        ),
      ),
  'VolumeAttachment Conformance should run through the lifecycle of a VolumeAttachment': ({ api, namespace }) =>
    lifecycle(
      api,
      storage('volumeattachments'),
      stored('VolumeAttachment', { name: `e2e-va-${namespace}` }, attachment),
    ),
  'VolumeAttachment Conformance should apply changes to a volumeattachment status': async ({
    api,
    json,
    namespace,
  }) => {
    const one = storage('volumeattachments', `e2e-vas-${namespace}`)
    await api.post(
      storage('volumeattachments'),
      stored('VolumeAttachment', { name: `e2e-vas-${namespace}` }, attachment),
    )
    const patched = await api.patch(`${one}/status`, 'merge', { status: { attached: true } })
    holds(patched, { status: { attached: true } })
    holds(await json.get(`${one}/status`), { kind: 'VolumeAttachment', status: { attached: true } })
    const updated = await api.update(one, (found) => ((found['status'] as Obj)['attached'] = false), '/status')
    holds(updated, { status: { attached: false } })
    await api.remove(one)
    await refused(404, 'NotFound', api.get(one))
  },
  'PersistentVolumes CSI Conformance should run through the lifecycle of a PV and a PVC': async (world) => {
    const { api, namespace } = world
    const { volume, claim } = await createVolume(world)
    const labelSelector = `e2e-pv-pool=${namespace}`
    assert.equal((await api.list('/api/v1/persistentvolumes', { labelSelector })).length, 1)
    assert.equal((await api.list(path(world, 'persistentvolumeclaims'), { labelSelector })).length, 1)
    const patch = { metadata: { labels: { patched: 'true' } } }
    for (const one of [volume, claim]) {
      holds(await api.patch(one, 'strategic', patch), patch)
      holds(await api.get(one), patch)
      const updated = await api.update(one, (found) => ((at(found, 'metadata.labels') as Obj)['updated'] = 'true'))
      holds(updated, { metadata: { labels: { updated: 'true' } } })
    }
    const inAll = await api.list('/api/v1/persistentvolumeclaims', {
      labelSelector: `updated=true,e2e-pv-pool=${namespace}`,
    })
    assert.equal(inAll.length, 1)
    await api.remove(claim)
    await eventually(() => refused(404, 'NotFound', api.get(claim)))
    await api.remove(volume)
    await eventually(() => refused(404, 'NotFound', api.get(volume)))
    const again = await createVolume(world)
    await api.remove(path(world, 'persistentvolumeclaims'), {}, { labelSelector })
    await eventually(() => refused(404, 'NotFound', api.get(again.claim)))
    await api.remove('/api/v1/persistentvolumes', {}, { labelSelector })
    await eventually(() => refused(404, 'NotFound', api.get(again.volume)))
  },
  'PersistentVolumes CSI Conformance should apply changes to a pv/pvc status': async (world) => {
    const { api, json } = world
    const { volume, claim } = await createVolume(world)
    const condition = { type: 'StatusPatched', status: 'True', reason: 'E2E patchedStatus', message: 'Set by e2e test' }
    holds(await json.get(`${claim}/status`), { kind: 'PersistentVolumeClaim', status: {} })
    const patched = await api.patch(`${claim}/status`, 'merge', { status: { conditions: [condition] } })
    holds(patched, { status: { conditions: [condition] } })
    const added = { ...condition, type: 'StatusUpdate' }
    const updated = await api.update(
      claim,
      (found) => void (listAt(found, 'status.conditions') as Obj[]).push(added),
      '/status',
    )
    holds(updated, { status: { conditions: [condition, added] } })
    const message = { message: 'StatusPatched', reason: 'E2E patchStatus' }
    holds(await api.patch(`${volume}/status`, 'merge', { status: message }), { status: message })
    const second = { message: 'StatusUpdated', reason: 'E2E updateStatus' }
    holds(await api.update(volume, (found) => Object.assign(found['status'] as Obj, second), '/status'), {
      status: second,
    })
    await api.remove(claim)
    await api.remove(volume)
    await eventually(() => refused(404, 'NotFound', api.get(volume)))
  },
}

const attachment = { spec: { attacher: 'e2e-test', source: { persistentVolumeName: 'e2e-pv' }, nodeName: 'e2e-node' } }

async function isImmutable(world: World, kind: string, resource: string, value: string): Promise<void> {
  const { api } = world
  const one = path(world, resource, 'immutable')
  await api.post(path(world, resource), core(kind, { name: 'immutable' }, { data: { 'data-1': value } }))
  await api.update(one, (found) => ((found['data'] as Obj)['data-2'] = value))
  await api.update(one, (found) => (found['immutable'] = true))
  const current = await api.get(one)
  await refused(
    422,
    'Invalid',
    api.put(one, { ...current, data: { 'data-3': value } }),
    /field is immutable when `immutable` is set/,
  )
  await refused(422, 'Invalid', api.put(one, { ...current, immutable: false }))
  const labelled = structuredClone(current)
  ;(labelled['metadata'] as Obj)['labels'] = { 'label-1': 'value-1' }
  await api.put(one, labelled)
  await api.remove(one)
  await refused(404, 'NotFound', api.get(one))
}

/** Create, get, patch, update, list, delete, create again, delete by collection. */
async function lifecycle(api: World['api'], all: string, body: Obj): Promise<void> {
  const created = await api.post(all, body)
  const one = `${all}/${nameOf(created)}`
  assert.equal(text(await api.get(one), 'metadata.uid'), text(created, 'metadata.uid'))
  const label = nameOf(created).slice(0, 60)
  const patch = { metadata: { labels: { [label]: 'patched' } } }
  holds(await api.patch(one, 'strategic', patch), patch)
  assert.equal((await api.list(all, { labelSelector: `${label}=patched` })).length, 1)
  await api.remove(one)
  await eventually(() => refused(404, 'NotFound', api.get(one)))
  const second = await api.post(all, body)
  const other = `${all}/${nameOf(second)}`
  const updated = await api.update(other, (found) => ((found['metadata'] as Obj)['labels'] = { [label]: 'updated' }))
  holds(updated, { metadata: { labels: { [label]: 'updated' } } })
  assert.equal((await api.list(all, { labelSelector: `${label}=updated` })).length, 1)
  await api.remove(all, {}, { labelSelector: `${label}=updated` })
  await eventually(async () => assert.equal((await api.list(all, { labelSelector: `${label}=updated` })).length, 0))
}

async function createVolume(world: World): Promise<{ volume: string; claim: string }> {
  const { api, namespace } = world
  const labels = { 'e2e-pv-pool': namespace }
  const storageClassName = `sc-${namespace}`
  const volume = await api.post(
    '/api/v1/persistentvolumes',
    core(
      'PersistentVolume',
      { generateName: 'pv-', labels },
      {
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          persistentVolumeReclaimPolicy: 'Retain',
          storageClassName,
          claimRef: { name: 'pvc-e2e', namespace },
          csi: { driver: 'fakevolumedriver', volumeHandle: 'volume-handle' },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'e2e.example.com/fake-node', operator: 'In', values: ['x'] }] },
              ],
            },
          },
        },
      },
    ),
  )
  const claim = await api.post(
    path(world, 'persistentvolumeclaims'),
    core(
      'PersistentVolumeClaim',
      { generateName: 'pvc-', labels },
      {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName },
      },
    ),
  )
  return {
    volume: `/api/v1/persistentvolumes/${nameOf(volume)}`,
    claim: path(world, 'persistentvolumeclaims', nameOf(claim)),
  }
}
