import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Kind, kindTable } from '#kinds'
import type { Json, JsonObject, Schema } from '#kube'
import { createOpenApiDocuments, type OpenApiDocuments } from './documents.ts'

const file = join(dirname(process.env.BERTH_CORPUS ?? '../shared/corpus'), 'data/kubernetes-openapi-v2.json')

const cronTabSchema: Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        port: { 'x-kubernetes-int-or-string': true },
        maybe: { type: 'string', nullable: true },
        open: {
          type: 'object',
          properties: { a: { type: 'string' } },
          'x-kubernetes-preserve-unknown-fields': true,
        },
        choice: { type: 'object', oneOf: [{ required: ['a'] }] },
        size: { type: 'integer', default: 3, minimum: 1 },
        loose: { type: 'array', items: { type: 'string', nullable: true } },
      },
    },
  },
}

const cronTab: Kind = {
  group: 'stable.example.com',
  version: 'v1',
  kind: 'CronTab',
  listKind: 'CronTabList',
  plural: 'crontabs',
  singular: 'crontab',
  shortNames: [],
  categories: [],
  scope: 'Namespaced',
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  schema: cronTabSchema,
  columns: [],
  selectableFields: {},
  strategy: {},
  storage: { group: 'stable.example.com', resource: 'crontabs', version: 'v1' },
  isCustom: true,
}

const intOrString = { 'x-kubernetes-int-or-string': true }
const preserves = { 'x-kubernetes-preserve-unknown-fields': true }

interface V2 {
  readonly paths: Record<string, Record<string, JsonObject>>
  readonly parameters: Record<string, JsonObject>
  readonly definitions: Record<string, JsonObject>
}

// the body of what is skipped runs all the same
const isThere = existsSync(file)
const text = isThere ? readFileSync(file, 'utf8') : '{"paths":{},"parameters":{},"definitions":{}}'

describe.skipIf(!isThere)(`paths are those of a real server (${file})`, async () => {
  const want = JSON.parse(text) as V2
  const got = await v2Of(documentsOf([]))

  test.each(Object.keys(got.paths))('%s', (path) => {
    expect(comparable(got, path)).toEqual(comparable(want, path))
  })

  test('no path of a GA version is missing, logs of the node apart', () => {
    const missing = Object.keys(want.paths).filter((path) => !Object.hasOwn(got.paths, path))
    const accepted = /v\d+(alpha|beta)\d+|^\/logs\/|internal\.apiserver|storagemigration/
    expect(missing.filter((path) => !accepted.test(path))).toEqual([])
  })
})

/** Parameters resolved and sorted; CBOR, which that server had switched on, left out. */
function comparable(document: V2, path: string): Json {
  const item = document.paths[path] ?? {}
  const entries = Object.entries(item).map(([method, operation]): [string, Json] => {
    if (Array.isArray(operation)) return [method, parametersOf(document, operation)]
    const parameters = parametersOf(document, (operation.parameters ?? []) as JsonObject[])
    return [method, { ...operation, parameters, ...mediaOf(operation) }]
  })
  return Object.fromEntries(entries)
}

function parametersOf({ parameters }: V2, list: readonly JsonObject[]): Json {
  const resolved = list.map((one) => {
    const name = typeof one.$ref === 'string' ? one.$ref.split('/').at(-1) : undefined
    return name === undefined ? one : (parameters[name] ?? one)
  })
  return resolved.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
}

const textOf = (one: JsonObject): string => JSON.stringify([one.name, one.in, one.description])

function mediaOf(operation: JsonObject): JsonObject {
  const found: JsonObject = {}
  for (const key of ['consumes', 'produces'])
    if (Array.isArray(operation[key]))
      found[key] = (operation[key] as string[]).filter((media) => !media.includes('cbor')).toSorted()
  return found
}

describe('documents', () => {
  test('the index names every document with its hash', async () => {
    const documents = documentsOf([cronTab])
    const { paths } = read(documents.index().bytes) as { paths: Record<string, { serverRelativeURL: string }> }
    expect(Object.keys(paths)).toContain('apis/stable.example.com/v1')
    for (const [path, { serverRelativeURL }] of Object.entries(paths)) {
      const document = await documents.v3(path)
      expect(serverRelativeURL).toBe(`/openapi/v3/${path}?hash=${document?.hash}`)
    }
  })

  test('what is not there is undefined', async () => {
    const documents = documentsOf([])
    for (const path of ['', 'apis/none/v1', '__proto__', 'api/v2', '../v3'])
      expect(await documents.v3(path)).toBeUndefined()
  })

  test('only documents of changed kinds get another hash', async () => {
    const state = { kinds: [...kindTable], generation: 1 }
    const documents = createOpenApiDocuments({
      kinds: () => state.kinds,
      generation: () => state.generation,
      version: 'v1.36.2',
    })
    const before = [await documents.v3('apis/apps/v1'), await documents.v2('json'), documents.index()]
    state.kinds.push(cronTab)
    state.generation++
    const after = [await documents.v3('apis/apps/v1'), await documents.v2('json'), documents.index()]
    expect(after[0]).toBe(before[0])
    expect(after[1]?.hash).not.toBe(before[1]?.hash)
    expect(after[2]?.hash).not.toBe(before[2]?.hash)
    expect(await documents.v3('apis/stable.example.com/v1')).toBeDefined()
  })

  test('every reference of a document is answered in it', async () => {
    const documents = documentsOf([cronTab])
    for (const path of ['api/v1', 'apis/apps/v1', 'apis/apiextensions.k8s.io/v1', 'apis/stable.example.com/v1']) {
      const { bytes } = (await documents.v3(path)) ?? { bytes: Buffer.from('{}') }
      const text = Buffer.from(bytes).toString()
      const { components } = JSON.parse(text) as { components: { schemas: JsonObject } }
      for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
        expect(Object.hasOwn(components.schemas, name ?? ''), `${path} ${name}`).toBe(true)
    }
  })

  test('PATCH of every kind has fieldValidation, which kubectl looks for', async () => {
    const { paths } = read((await documentsOf([cronTab]).v3('apis/stable.example.com/v1'))?.bytes) as unknown as V2
    const patch = paths['/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}']?.patch
    expect(patch?.['x-kubernetes-group-version-kind']).toMatchObject({ kind: 'CronTab' })
    expect(JSON.stringify(patch?.parameters)).toContain('"name":"fieldValidation","in":"query"')
  })

  test('the protobuf form has the same size class as the JSON one and starts with swagger 2.0', async () => {
    const { bytes } = await documentsOf([cronTab]).v2('protobuf')
    expect(Buffer.from(bytes.subarray(0, 5)).toString('latin1')).toBe('\x0a\x032.0')
    expect(bytes.length).toBeGreaterThan(1_000_000)
  })
})

describe('custom kinds', async () => {
  const spec = { properties: await specOf('v3') }
  const specV2 = { properties: await specOf('v2') }
  const name = 'com.example.stable.v1.CronTab'

  test.each<readonly [string, Json | undefined, Json | undefined]>([
    ['port', { ...intOrString, anyOf: [{ type: 'integer' }, { type: 'string' }] }, intOrString],
    ['maybe', { type: 'string', nullable: true }, {}],
    ['open', { type: 'object', properties: { a: { type: 'string' } }, ...preserves }, preserves],
    ['choice', { type: 'object', oneOf: [{ required: ['a'] }] }, { type: 'object' }],
    ['size', { type: 'integer', default: 3, minimum: 1 }, { type: 'integer', minimum: 1 }],
    ['loose', { type: 'array', items: { type: 'string', nullable: true } }, { type: 'array', items: {} }],
  ])('%s', (field, v3, v2) => {
    expect(spec.properties[field]).toEqual(v3)
    expect(specV2.properties[field]).toEqual(v2)
  })

  test('have metadata, a list and a kind', async () => {
    const { definitions } = await v2Of(documentsOf([cronTab]))
    expect(definitions[name]).toMatchObject({
      properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
      'x-kubernetes-group-version-kind': [{ group: 'stable.example.com', version: 'v1', kind: 'CronTab' }],
    })
    expect(definitions[`${name}List`]).toMatchObject({ required: ['items'] })
  })

  test('without a schema they are any object', async () => {
    const { definitions } = await v2Of(documentsOf([{ ...cronTab, schema: { type: 'object' } }]))
    expect(definitions[name]).not.toHaveProperty('properties')
  })
})

async function specOf(form: 'v2' | 'v3'): Promise<Record<string, Json>> {
  const documents = documentsOf([cronTab])
  const all =
    form === 'v2'
      ? (await v2Of(documents)).definitions
      : (read((await documents.v3('apis/stable.example.com/v1'))?.bytes) as { components: { schemas: JsonObject } })
          .components.schemas
  const kind = all['com.example.stable.v1.CronTab'] as { properties: { spec: { properties: Record<string, Json> } } }
  return kind.properties.spec.properties
}

function documentsOf(custom: readonly Kind[]): OpenApiDocuments {
  const kinds = [...kindTable, ...custom]
  return createOpenApiDocuments({ kinds: () => kinds, generation: () => 1, version: 'v1.36.2' })
}

async function v2Of(documents: OpenApiDocuments): Promise<V2> {
  return read((await documents.v2('json')).bytes) as unknown as V2
}

function read(bytes: Uint8Array | undefined): JsonObject {
  return JSON.parse(Buffer.from(bytes ?? []).toString()) as JsonObject
}
