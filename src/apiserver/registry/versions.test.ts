import { describe, expect, test } from 'vitest'
import type { Kind } from '#kinds'
import { isMap, type JsonObject, type KubeObject, type Schema, type StatusError } from '#kube'
import { type Bench, bodyOf, objectIn, openBench, testKind, testSink } from './testing.ts'

const schema: Schema = {
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      properties: { size: { type: 'integer', default: 3 }, width: { type: 'integer' }, replicas: { type: 'integer' } },
    },
    status: { type: 'object', properties: { ready: { type: 'integer' } } },
  },
}

function toolKind(version: string, convert?: Kind['storage']['convert']): Kind {
  return testKind({
    group: 'x.io',
    version,
    kind: 'Tool',
    listKind: 'ToolList',
    plural: 'tools',
    schema,
    isCustom: true,
    subresources: [
      { name: 'status', verbs: ['get'] },
      { name: 'scale', verbs: ['get'] },
    ],
    scale: { specReplicas: 'spec.replicas', statusReplicas: 'status.ready' },
    storage: { group: 'x.io', resource: 'tools', version: 'v2', ...(convert !== undefined && { convert }) },
    selectableFields: { [version === 'v1' ? 'spec.width' : 'spec.size']: (object) => sizeText(object, version) },
  })
}

const specOf = (object: JsonObject): JsonObject => (isMap(object['spec']) ? object['spec'] : {})
const sizeText = (object: KubeObject, version: string) =>
  JSON.stringify(specOf(object)[version === 'v1' ? 'width' : 'size'] ?? '')

/** v1 calls `width` what v2 calls `size`. */
const convert: NonNullable<Kind['storage']['convert']> = {
  toStored: (objects) =>
    objects.map((object) => ({ ...object, apiVersion: 'x.io/v2', spec: { size: specOf(object)['width'] ?? 0 } })),
  fromStored: (objects) =>
    objects.map((object) => ({ ...object, apiVersion: 'x.io/v1', spec: { width: specOf(object)['size'] ?? 0 } })),
}

const v1 = toolKind('v1', convert)
const v2 = toolKind('v2')

async function bench(): Promise<Bench> {
  const on = await openBench({ kinds: [v1, v2] })
  const body = { apiVersion: 'x.io/v2', kind: 'Tool', metadata: { name: 'a' }, spec: { size: 5, other: 1 } }
  await on.api.verbs.create(on.call(v2, {}), bodyOf(body))
  return on
}

describe('an object of several versions', () => {
  test('is read, listed and watched at each of them', async () => {
    const on = await bench()
    const { verbs } = on.api
    const at = on.call(v1, { name: 'a' })
    expect(objectIn(await verbs.get(at))).toMatchObject({
      apiVersion: 'x.io/v1',
      spec: { width: 5 },
      metadata: { resourceVersion: '1' },
    })
    expect(objectIn(await verbs.list({ ...at, name: '' }))).toMatchObject({
      items: [{ apiVersion: 'x.io/v1', kind: 'Tool', spec: { width: 5 } }],
    })
    const sink = testSink()
    const serving = (await verbs.watch({ ...at, name: '' }))(sink)
    await verbs.patch(at, bodyOf({ spec: { width: 7 } }, 'application/merge-patch+json'))
    const [, line] = await sink.next(2)
    expect(line).toMatchObject({ type: 'MODIFIED', object: { apiVersion: 'x.io/v1', spec: { width: 7 } } })
    sink.close()
    await serving
    expect(objectIn(await verbs.get(on.call(v2, { name: 'a' })))).toMatchObject({
      apiVersion: 'x.io/v2',
      spec: { size: 7 },
    })
    expect(on.api.registry.read(v1, 'default', 'a')).toMatchObject({ spec: { width: 7 } })
  })

  test('is selected by the fields of the version asked for', async () => {
    const on = await bench()
    const found = async (kind: Kind, query: string) => {
      const answer = objectIn(
        await on.api.verbs.list(on.call(kind, { query: `fieldSelector=${encodeURIComponent(query)}` })),
      )
      return (answer['items'] as unknown[]).length
    }
    expect([await found(v1, 'spec.width=5'), await found(v2, 'spec.size=5'), await found(v1, 'spec.width=6')]).toEqual([
      1, 1, 0,
    ])
  })
})

describe('a custom resource', () => {
  test('has typed metadata, also where an object is embedded', async () => {
    const embedded: Schema = {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    }
    const kind = {
      ...v2,
      schema: {
        ...schema,
        properties: { ...schema.properties, spec: { type: 'object', properties: { template: embedded } } },
      },
    } as Kind
    const on = await openBench({ kinds: [kind] })
    const template = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', no: 1 }, spec: { any: 1 } }
    const body = { apiVersion: 'x.io/v2', kind: 'Tool', metadata: { name: 'b', nor: 1 }, spec: { template } }
    const made = objectIn(await on.api.verbs.create(on.call(kind, {}), bodyOf(body)))
    expect(on.warnings).toEqual(['unknown field "metadata.nor"', 'unknown field "spec.template.metadata.no"'])
    expect(specOf(made)).toEqual({ template: { ...template, metadata: { name: 'x' } } })
  })

  test('is pruned and defaulted', async () => {
    const on = await bench()
    const body = { apiVersion: 'x.io/v2', kind: 'Tool', metadata: { name: 'b' }, spec: { foo: 1 } }
    const made = objectIn(await on.api.verbs.create(on.call(v2, {}), bodyOf(body)))
    expect(specOf(made)).toEqual({ size: 3 })
    expect(on.warnings).toEqual(['unknown field "spec.other"', 'unknown field "spec.foo"'])
  })

  test('keeps its metadata when its status is written', async () => {
    const on = await bench()
    const at = on.call(v2, { name: 'a', subresource: 'status' })
    const patch = { metadata: { labels: { a: 'b' } }, spec: { size: 9 }, status: { ready: 1 } }
    const after = objectIn(await on.api.verbs.patch(at, bodyOf(patch, 'application/merge-patch+json')))
    expect(after).toMatchObject({ spec: { size: 5 }, status: { ready: 1 } })
    expect(after['metadata']).not.toHaveProperty('labels')
  })

  test('is scaled', async () => {
    const on = await bench()
    const at = on.call(v2, { name: 'a', subresource: 'scale' })
    const scale = objectIn(
      await on.api.verbs.patch(at, bodyOf({ spec: { replicas: 4 } }, 'application/merge-patch+json')),
    )
    expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 4 } })
    expect(objectIn(await on.api.verbs.get({ ...at, subresource: '' }))).toMatchObject({
      spec: { size: 5, replicas: 4 },
    })
  })

  test.each([
    [{ name: 'A_b' }, 'metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of'],
    [{ name: 'c', labels: { 'a b': 'c' } }, 'metadata.labels: Invalid value: "a b": name part must consist of'],
    [
      { name: 'c', finalizers: ['orphan', 'foregroundDeletion'] },
      'finalizer orphan and foregroundDeletion cannot be both set',
    ],
    [
      { name: 'c', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p' }] },
      'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
    ],
  ])('with metadata %j is refused', async (metadata, message) => {
    const on = await bench()
    const body = { apiVersion: 'x.io/v2', kind: 'Tool', metadata }
    const status = await on.api.verbs
      .create(on.call(v2, {}), bodyOf(body))
      .catch((cause: unknown) => (cause as StatusError).status)
    expect(status).toMatchObject({ code: 422 })
    expect((status as StatusError['status']).message).toContain(message)
  })

  test('is no longer watched when its kind goes', async () => {
    const on = await bench()
    const serving = (await on.api.verbs.watch(on.call(v2, {})))(testSink())
    on.api.registry.kinds.set('x.io', 'tools', [])
    await serving
  })
})
