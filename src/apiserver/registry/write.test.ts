import { describe, expect, test } from 'vitest'
import { schemaOf } from '#kinds'
import { isMap, type JsonObject, type StatusError } from '#kube'
import { type Bench, bodyOf, objectIn, openBench, testKind } from './testing.ts'

const configMaps = testKind()
const deployments = testKind({
  group: 'apps',
  kind: 'Deployment',
  listKind: 'DeploymentList',
  plural: 'deployments',
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
    { name: 'scale', verbs: ['get', 'patch', 'update'] },
  ],
  scale: { specReplicas: 'spec.replicas', statusReplicas: 'status.replicas', selector: 'spec.selector' },
  get schema() {
    return schemaOf('io.k8s.api.apps.v1.Deployment')
  },
  strategy: {
    prepareForCreate: (object) => {
      object.metadata['generation'] = 1
    },
    prepareForUpdate: (object, old) => {
      if (JSON.stringify(object['spec']) === JSON.stringify(old['spec'])) return
      object.metadata['generation'] = Number(old.metadata['generation']) + 1
    },
  },
})
const pods = testKind({
  kind: 'Pod',
  listKind: 'PodList',
  plural: 'pods',
  get schema() {
    return schemaOf('io.k8s.api.core.v1.Pod')
  },
  strategy: { gracePeriodSeconds: () => 30 },
})

async function bench(): Promise<Bench> {
  return openBench({ kinds: [configMaps, deployments, pods] })
}

async function refusal(work: Promise<unknown>): Promise<StatusError['status']> {
  try {
    await work
  } catch (cause) {
    return (cause as StatusError).status
  }
  throw new Error('was not refused')
}

const map = (metadata: JsonObject, more: JsonObject = {}): JsonObject => ({ metadata, ...more })
const metaOf = (object: JsonObject): JsonObject => (isMap(object['metadata']) ? object['metadata'] : {})

describe('create is refused in the words of the API', () => {
  const rows: readonly [rule: string, body: JsonObject, query: string, code: number, message: string][] = [
    [
      'no name',
      map({}),
      '',
      422,
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    ],
    [
      'another namespace',
      map({ name: 'a', namespace: 'other' }),
      '',
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'another version',
      { apiVersion: 'v2', ...map({ name: 'a' }) },
      '',
      400,
      'the API version in the data (v2) does not match the expected API version (v1)',
    ],
    [
      'unknown field, strict',
      map({ name: 'a' }, { foo: 1 }),
      'fieldValidation=Strict',
      400,
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "foo"',
    ],
    [
      'unknown dry run',
      map({ name: 'a' }),
      'dryRun=x',
      422,
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["x"]: supported values: "All"',
    ],
    [
      'a resourceVersion',
      map({ name: 'a', resourceVersion: '4' }),
      '',
      500,
      'resourceVersion should not be set on objects to be created',
    ],
    ['a name that is there', map({ name: 'there' }), '', 409, 'configmaps "there" already exists'],
  ]
  test.each(rows)('%s', async (...row) => {
    const [, body, query, code, message] = row
    const { api, call } = await bench()
    await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: 'there' })))
    const status = await refusal(api.verbs.create(call(configMaps, { query }), bodyOf(body)))
    expect(status).toMatchObject({ code, message })
  })
})

test('unknown fields are warned of and dropped unless told otherwise', async () => {
  const { api, call, warnings } = await bench()
  const made = objectIn(await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: 'a' }, { foo: 1 }))))
  expect(warnings).toEqual(['unknown field "foo"'])
  expect(made).not.toHaveProperty('foo')
})

test('generateName makes names until one is free', async () => {
  const { api, call } = await bench()
  const names = new Set<unknown>()
  for (let count = 0; count < 5; count++) {
    const made = objectIn(await api.verbs.create(call(configMaps, {}), bodyOf(map({ generateName: 'a-' }))))
    names.add(metaOf(made)['name'])
  }
  expect(names.size).toBe(5)
  expect([...names].every((name) => /^a-[bcdfghjklmnpqrstvwxz2456789]{5}$/.test(String(name)))).toBe(true)
})

test('a dry run answers like a create and stores nothing', async () => {
  const { api, call } = await bench()
  const answer = await api.verbs.create(call(configMaps, { query: 'dryRun=All' }), bodyOf(map({ name: 'a' })))
  expect(answer.status).toBe(201)
  expect(metaOf(objectIn(answer))).toHaveProperty('uid')
  expect(metaOf(objectIn(answer))).not.toHaveProperty('resourceVersion')
  expect(await refusal(api.verbs.get(call(configMaps, { name: 'a' })))).toMatchObject({ code: 404 })
})

test('the status is written apart from the rest', async () => {
  const { api, call } = await bench()
  const spec = { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } } } }
  await api.verbs.create(call(deployments, {}), bodyOf(map({ name: 'd' }, { spec })))
  const at = call(deployments, { name: 'd' })
  const patch = (value: JsonObject, subresource: string) =>
    api.verbs.patch({ ...at, subresource }, bodyOf(value, 'application/merge-patch+json'))
  const viaStatus = objectIn(await patch({ spec: { replicas: 9 }, status: { replicas: 3 } }, 'status'))
  expect(viaStatus).toMatchObject({ spec: { replicas: 1 }, status: { replicas: 3 }, metadata: { generation: 1 } })
  const viaObject = objectIn(await patch({ spec: { replicas: 2 }, status: { replicas: 7 } }, ''))
  expect(viaObject).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 3 }, metadata: { generation: 2 } })
  const scale = objectIn(await patch({ spec: { replicas: 5 } }, 'scale'))
  expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 5 }, status: { replicas: 3, selector: 'a=b' } })
  const refused = await refusal(patch({ spec: { replicas: -1 } }, 'scale'))
  expect(refused).toMatchObject({
    code: 422,
    message: 'Scale.autoscaling "d" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  })
  const now = objectIn(await api.verbs.get(at))
  expect(now).toMatchObject({ spec: { replicas: 5 }, metadata: { generation: 3 } })
})

test('apply creates, merges, and refuses what others own', async () => {
  const { api, call } = await bench()
  const apply = (manager: string, data: JsonObject, force = '') =>
    api.verbs.patch(
      call(configMaps, { name: 'a', query: `fieldManager=${manager}${force}` }),
      bodyOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data }, 'application/apply-patch+yaml'),
    )
  expect((await apply('one', { x: '1' })).status).toBe(201)
  expect((await apply('two', { y: '2' })).status).toBe(200)
  const refused = await refusal(apply('two', { x: '3' }))
  expect(refused).toMatchObject({
    code: 409,
    details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.x' }] },
  })
  const forced = objectIn(await apply('two', { x: '3' }, '&force=true'))
  expect(forced['data']).toEqual({ x: '3' })
})

describe('a deletion', () => {
  test('waits for finalizers', async () => {
    const { api, call } = await bench()
    const at = call(configMaps, { name: 'a' })
    await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: 'a', finalizers: ['x.io/y'] })))
    const marked = objectIn(await api.verbs.remove(at))
    expect(metaOf(marked)).toMatchObject({ deletionTimestamp: '2026-01-02T03:04:05Z', deletionGracePeriodSeconds: 0 })
    const added = api.verbs.patch(
      at,
      bodyOf({ metadata: { finalizers: ['x.io/y', 'x.io/z'] } }, 'application/merge-patch+json'),
    )
    expect((await refusal(added)).message).toBe(
      'ConfigMap "a" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x.io/z"}',
    )
    await api.verbs.patch(at, bodyOf({ metadata: { finalizers: null } }, 'application/merge-patch+json'))
    expect(await refusal(api.verbs.get(at))).toMatchObject({ code: 404 })
  })

  test('in the foreground leaves a finalizer for the collector', async () => {
    const { api, call } = await bench()
    const at = call(configMaps, { name: 'a' })
    await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: 'a' })))
    const marked = objectIn(await api.verbs.remove(at, bodyOf({ propagationPolicy: 'Foreground' })))
    expect(metaOf(marked)['finalizers']).toEqual(['foregroundDeletion'])
  })

  test('of a pod is graceful, and can be hurried', async () => {
    const { api, call } = await bench()
    const at = call(pods, { name: 'p' })
    const spec = { containers: [{ name: 'c', image: 'i' }] }
    await api.verbs.create(call(pods, {}), bodyOf(map({ name: 'p' }, { spec })))
    const marked = objectIn(await api.verbs.remove(at))
    expect(metaOf(marked)).toMatchObject({ deletionTimestamp: '2026-01-02T03:04:35Z', deletionGracePeriodSeconds: 30 })
    const again = objectIn(await api.verbs.remove(at))
    expect(metaOf(again)['resourceVersion']).toBe(metaOf(marked)['resourceVersion'])
    const sooner = objectIn(await api.verbs.remove(at, bodyOf({ gracePeriodSeconds: 10 })))
    expect(metaOf(sooner)).toMatchObject({ deletionTimestamp: '2026-01-02T03:04:15Z', deletionGracePeriodSeconds: 10 })
    const gone = objectIn(await api.verbs.remove(at, bodyOf({ gracePeriodSeconds: 0 })))
    expect(metaOf(gone)).toMatchObject({ deletionTimestamp: '2026-01-02T03:04:05Z', deletionGracePeriodSeconds: 0 })
    expect(await refusal(api.verbs.get(at))).toMatchObject({ code: 404 })
  })

  test('has preconditions', async () => {
    const { api, call } = await bench()
    await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: 'a' })))
    const body = bodyOf({ preconditions: { uid: 'zz' } })
    const status = await refusal(api.verbs.remove(call(configMaps, { name: 'a' }), body))
    expect(status).toMatchObject({ code: 409, reason: 'Conflict' })
    expect(status.message).toContain('the UID in the precondition (zz) does not match the UID in record (')
  })

  test('of a collection follows its selector', async () => {
    const { api, call } = await bench()
    for (const [name, a] of [
      ['x', '1'],
      ['y', '1'],
      ['z', '2'],
    ]) {
      await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: name ?? '', labels: { a: a ?? '' } })))
    }
    await api.verbs.removeCollection(call(configMaps, { query: 'labelSelector=a%3D1' }))
    const left = objectIn(await api.verbs.list(call(configMaps, {})))['items'] as JsonObject[]
    expect(left.map((item) => metaOf(item)['name'])).toEqual(['z'])
  })
})

test('writes that race are all done, one after the other', async () => {
  const { api, call } = await bench()
  await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: 'a' })))
  const at = call(configMaps, { name: 'a' })
  const patches = Array.from({ length: 20 }, (_, key) =>
    api.verbs.patch(at, bodyOf({ data: { [`k${key}`]: 'v' } }, 'application/merge-patch+json')),
  )
  await Promise.all(patches)
  expect(Object.keys(objectIn(await api.verbs.get(at))['data'] as JsonObject).length).toBe(20)
})

describe('a patch does not make another kind of an object', () => {
  const merge = 'application/merge-patch+json'
  const strategic = 'application/strategic-merge-patch+json'
  test.each<readonly [type: string, patch: JsonObject, why: string | undefined]>([
    [merge, { kind: 'Secret' }, 'converting (v1.Secret) to (core.ConfigMap): unknown conversion'],
    [merge, { kind: 'Thing' }, 'no kind "Thing" is registered for version "v1"'],
    [merge, { apiVersion: 'v2' }, 'no kind "ConfigMap" is registered for version "v2"'],
    [merge, { kind: null, apiVersion: null }, undefined],
    [strategic, { kind: 'Secret', apiVersion: 'v2' }, undefined],
  ])('%s %j', async (type, patch, why) => {
    const { api, call } = await bench()
    const at = call(configMaps, { name: 'a' })
    await api.verbs.create(call(configMaps, {}), bodyOf(map({ name: 'a' })))
    const work = api.verbs.patch(at, bodyOf(patch, type))
    if (why !== undefined)
      expect(await refusal(work)).toMatchObject({ code: 422, message: expect.stringContaining(why) })
    else expect(objectIn(await work)).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' })
  })
})
