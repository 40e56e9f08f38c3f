import { expect, test } from 'vitest'
import { type Client, coreType, type ResourceType } from '#client'
import { withCluster } from '#cluster/testing'
import { type JsonObject, type KubeObject, textAt, valueAt } from '#kube'

const claims = coreType('persistentvolumeclaims', 'PersistentVolumeClaim')
const volumes = coreType('persistentvolumes', 'PersistentVolume', false)
const pods = coreType('pods', 'Pod')
const events = coreType('events', 'Event')
const classes: ResourceType = {
  group: 'storage.k8s.io',
  version: 'v1',
  resource: 'storageclasses',
  kind: 'StorageClass',
  isNamespaced: false,
}
const data = { namespace: 'default', name: 'data' }

test('a claim of the default class waits for its pod, gets a directory on the node, grows and is cleared away', () =>
  withCluster(async ({ client }) => {
    await createClaim(client, {})
    const waiting = 'WaitForFirstConsumer waiting for first consumer to be created before binding'
    await eventually(async () => expect(await told(client, 'data')).toContain(waiting))
    expect(await client.get(claims, data)).toMatchObject({
      spec: { storageClassName: 'local-path' },
      status: { phase: 'Pending' },
    })
    await selectNode(client)
    const claim = await eventually(async () => {
      const found = await client.get(claims, data)
      expect(found).toMatchObject({
        status: { phase: 'Bound', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] },
        metadata: {
          annotations: {
            'pv.kubernetes.io/bind-completed': 'yes',
            'pv.kubernetes.io/bound-by-controller': 'yes',
            'volume.kubernetes.io/storage-provisioner': 'berth.dev/local-path',
          },
        },
      })
      return found
    })
    const name = `pvc-${textAt(claim, 'metadata', 'uid')}`
    expect(textAt(claim, 'spec', 'volumeName')).toBe(name)
    expect(await client.get(volumes, { name })).toMatchObject({
      metadata: { annotations: { 'pv.kubernetes.io/provisioned-by': 'berth.dev/local-path' } },
      spec: {
        persistentVolumeReclaimPolicy: 'Delete',
        claimRef: { name: 'data', namespace: 'default' },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['berth'] }] },
            ],
          },
        },
      },
      status: { phase: 'Bound' },
    })
    await eventually(async () => {
      const notes = await told(client, 'data')
      expect(notes).toContain(`ProvisioningSucceeded Successfully provisioned volume ${name}`)
      expect(notes).toContain('Provisioning External provisioner is provisioning volume for claim "default/data"')
      expect(
        notes.some((note) => note.startsWith('ExternalProvisioning Waiting for a volume to be created either')),
      ).toBe(true)
    })
    const larger = { spec: { resources: { requests: { storage: '3Gi' } } } }
    await client.patch(claims, data, { type: 'merge', body: larger })
    await eventually(async () => {
      const grown = await client.get(claims, data)
      expect(grown).toMatchObject({ status: { capacity: { storage: '3Gi' } } })
      expect(valueAt(grown, 'status', 'conditions')).toBeUndefined()
      expect(await client.get(volumes, { name })).toMatchObject({ spec: { capacity: { storage: '3Gi' } } })
    })
    await client.remove(claims, data)
    await eventually(() => expect(client.get(volumes, { name })).rejects.toMatchObject({ code: 'NotFound' }))
  }))

test('a node that was chosen and is gone is taken back, and the claim waits again', () =>
  withCluster(async ({ client }) => {
    await createClaim(client, {})
    await selectNode(client, 'gone')
    await eventually(async () => {
      const found = await client.get(claims, data)
      expect(valueAt(found, 'metadata', 'annotations', 'volume.kubernetes.io/selected-node')).toBeUndefined()
      expect(valueAt(found, 'metadata', 'annotations', 'volume.kubernetes.io/storage-provisioner')).toBeDefined()
    })
    const note = 'ProvisioningFailed failed to provision volume with StorageClass "local-path": node "gone" not found'
    await eventually(async () => expect(await told(client, 'data')).toContain(note))
    expect(await phaseOf(client, claims, data)).toBe('Pending')
    await selectNode(client)
    await eventually(async () => expect(await phaseOf(client, claims, data)).toBe('Bound'))
  }))

test.each<[rule: string, spec: JsonObject, note: RegExp]>([
  ['for many nodes', { accessModes: ['ReadWriteMany'] }, /only ReadWriteOnce and ReadWriteOncePod access modes/],
  ['a device', { volumeMode: 'Block' }, /block volumes are not supported$/],
  ['with a selector', { selector: { matchLabels: { a: 'b' } } }, /claim.Spec.Selector is not supported$/],
])('no directory is made for a claim %s', (...row) =>
  withCluster(async ({ client }) => {
    await createClaim(client, row[1])
    await selectNode(client)
    await eventually(async () => expect(await told(client, 'data')).toContainEqual(expect.stringMatching(row[2])))
    expect((await client.list(volumes)).items).toEqual([])
  }),
)

test('a claim gets the smallest volume that fits; kept when let go, it names what it held', () =>
  withCluster(async ({ client }) => {
    for (const [name, size] of [
      ['big', '10Gi'],
      ['fits', '2Gi'],
      ['small', '500Mi'],
    ] as const)
      await createVolume(client, name, { capacity: { storage: size } })
    await createClaim(client, { storageClassName: 'manual' })
    await eventually(async () => expect(await phaseOf(client, claims, data)).toBe('Bound'))
    expect(await client.get(claims, data)).toMatchObject({
      spec: { volumeName: 'fits' },
      status: { capacity: { storage: '2Gi' } },
    })
    expect(await phaseOf(client, volumes, { name: 'big' })).toBe('Available')
    await client.remove(claims, data)
    await eventually(async () => expect(await phaseOf(client, volumes, { name: 'fits' })).toBe('Released'))
  }))

test('a volume and a claim that name each other find each other', () =>
  withCluster(async ({ client }) => {
    await createClaim(client, { storageClassName: '', volumeName: 'kept' })
    await createVolume(client, 'kept', { storageClassName: '', claimRef: data })
    await eventually(async () => expect(await phaseOf(client, claims, data)).toBe('Bound'))
    const annotations = valueAt(await client.get(volumes, { name: 'kept' }), 'metadata', 'annotations')
    expect(annotations).toBeUndefined()
  }))

test('a claim that lost its volume is lost', () =>
  withCluster(async ({ client }) => {
    await createVolume(client, 'gone', {})
    await createClaim(client, { storageClassName: 'manual' })
    await eventually(async () => expect(await phaseOf(client, claims, data)).toBe('Bound'))
    await client.remove(volumes, { name: 'gone' })
    await client.patch(volumes, { name: 'gone' }, { type: 'merge', body: { metadata: { finalizers: null } } })
    await eventually(async () => expect(await phaseOf(client, claims, data)).toBe('Lost'))
    const note = 'ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!'
    await eventually(async () => expect(await told(client, 'data')).toContain(note))
  }))

test.each<[rule: string, spec: JsonObject, phase: string, note: string]>([
  ['one below /tmp is removed', { hostPath: { path: '/tmp/x' } }, '', ''],
  [
    'another directory is not',
    { hostPath: { path: '/data' } },
    'Failed',
    'VolumeFailedDelete host_path deleter only supports /tmp/.+ but received provided /data',
  ],
  [
    'one that is recycled is there for others',
    { persistentVolumeReclaimPolicy: 'Recycle' },
    'Available',
    'VolumeRecycled Volume recycled',
  ],
])('reclaiming: %s', (...row) =>
  withCluster(async ({ client }) => {
    const [, spec, phase, note] = row
    await createVolume(client, 'old', { persistentVolumeReclaimPolicy: 'Delete', ...spec })
    await createClaim(client, { storageClassName: 'manual' })
    await eventually(async () => expect(await phaseOf(client, claims, data)).toBe('Bound'))
    await client.remove(claims, data)
    const gone = () => expect(client.get(volumes, { name: 'old' })).rejects.toMatchObject({ code: 'NotFound' })
    const there = async () => expect(await phaseOf(client, volumes, { name: 'old' })).toBe(phase)
    await eventually(phase === '' ? gone : there)
    if (note !== '') await eventually(async () => expect(await told(client, 'old')).toContain(note))
  }),
)

test.each<[rule: string, spec: JsonObject, note: RegExp]>([
  ['without a class and a volume', { storageClassName: '' }, /^FailedBinding no persistent volumes available for this/],
  [
    'with a class that is not there',
    { storageClassName: 'none' },
    /^ProvisioningFailed storageclass.storage.k8s.io "none" not/,
  ],
])('a claim %s says what it lacks', (...row) =>
  withCluster(async ({ client }) => {
    await createClaim(client, row[1])
    await eventually(async () => expect(await told(client, 'data')).toContainEqual(expect.stringMatching(row[2])))
  }),
)

test('ephemeral volumes of a pod are claims that go with it', () =>
  withCluster(async ({ client }) => {
    await eventually(() =>
      client.get(coreType('serviceaccounts', 'ServiceAccount'), { namespace: 'default', name: 'default' }),
    )
    const template = { metadata: { labels: { a: 'b' } }, spec: claimSpec({ storageClassName: 'manual' }) }
    const spec = {
      containers: [{ name: 'c', image: 'i' }],
      volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: template } }],
    }
    await createVolume(client, 'disk', {})
    await client.create(pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec })
    const place = { namespace: 'default', name: 'p-scratch' }
    await eventually(async () => expect(await phaseOf(client, claims, place)).toBe('Bound'))
    expect(await client.get(claims, place)).toMatchObject({
      metadata: { labels: { a: 'b' }, ownerReferences: [{ kind: 'Pod', controller: true }] },
    })
    await client.remove(pods, { namespace: 'default', name: 'p' }, { gracePeriodSeconds: 0 })
    await eventually(() => expect(client.get(claims, place)).rejects.toMatchObject({ code: 'NotFound' }))
  }))

test('a class that does not wait gives a volume at once; a claim from before the class gets it', () =>
  withCluster(async ({ client }) => {
    await client.remove(classes, { name: 'local-path' })
    await createClaim(client, {})
    const mark = { 'storageclass.kubernetes.io/is-default-class': 'true' }
    await client.create(classes, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'now', annotations: mark },
      provisioner: 'berth.dev/local-path',
    })
    await eventually(async () => expect(await phaseOf(client, claims, data)).toBe('Bound'))
    expect(await client.get(claims, data)).toMatchObject({ spec: { storageClassName: 'now' } })
  }))

function claimSpec(more: JsonObject): JsonObject {
  return { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more }
}

async function createClaim(client: Client, more: JsonObject): Promise<void> {
  await client.create(claims, {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    metadata: data,
    spec: claimSpec(more),
  })
}

async function createVolume(client: Client, name: string, more: JsonObject): Promise<void> {
  const spec = {
    capacity: { storage: '2Gi' },
    accessModes: ['ReadWriteOnce'],
    hostPath: { path: '/tmp/data' },
    storageClassName: 'manual',
    ...more,
  }
  await client.create(volumes, { kind: 'PersistentVolume', apiVersion: 'v1', metadata: { name }, spec })
  await eventually(async () => expect(await phaseOf(client, volumes, { name })).not.toBe('Pending'))
}

/** What a scheduler does for the first pod of a claim. */
async function selectNode(client: Client, node = 'berth'): Promise<void> {
  const annotations = { 'volume.kubernetes.io/selected-node': node }
  await client.patch(claims, data, { type: 'merge', body: { metadata: { annotations } } })
}

async function phaseOf(
  client: Client,
  type: ResourceType,
  place: { name: string; namespace?: string },
): Promise<string> {
  return textAt(await client.get(type, place), 'status', 'phase')
}

async function told(client: Client, name: string): Promise<readonly string[]> {
  const { items } = await client.list(events)
  const about = (event: KubeObject): boolean => textAt(event, 'involvedObject', 'name') === name
  return items.filter(about).map((event) => `${textAt(event, 'reason')} ${textAt(event, 'message')}`)
}

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await check()
    } catch (error) {
      if (attempt > 60) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
