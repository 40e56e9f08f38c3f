import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Kind, kindTable } from '#kinds'
import { type Json, type JsonObject, type KubeObject, StatusError, valueAt } from '#kube'
import type { RestCall } from '../contract/rest.ts'
import { type Bench, bodyOf, objectIn, openBench } from '../registry/testing.ts'
import { withDefinitions } from './built-in.ts'
import { createCustomKinds } from './create.ts'
import type { Definitions } from './definitions.ts'

let bench: Bench
let definitions: Definitions
/** What the conversion webhook is asked, and what it answers. */
let asked: JsonObject[]
let answer: (review: JsonObject) => Json

beforeEach(async () => {
  asked = []
  answer = convertAll
  bench = await openBench({ kinds })
  const { registry } = bench.api
  definitions = createCustomKinds({
    registry,
    clock: bench.clock,
    onError: (error) => {
      throw error
    },
    newUid: () => 'review',
    caller: {
      post: (_config, body) => {
        const review = JSON.parse(body) as JsonObject
        asked.push(review)
        return Promise.resolve(answer(review))
      },
    },
  })
  await definitions.start()
})

afterEach(async () => {
  definitions.close()
  await bench.api.close()
})

const kinds = withDefinitions(kindTable)
const crds = kinds.find(({ plural }) => plural === 'customresourcedefinitions') as Kind

const text = { type: 'string' }
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more })
const version = (name: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  name,
  served: true,
  storage: true,
  schema: { openAPIV3Schema: schema },
  ...more,
})

function definition(versions: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'things', kind: 'Thing', shortNames: ['th'] },
      versions: [...versions],
      ...more,
    },
  }
}

function place(kind: Kind, name = '', more: { readonly query?: string; readonly subresource?: string } = {}): RestCall {
  const { query = '', ...rest } = more
  return bench.call(kind, { namespace: kind.scope === 'Cluster' ? '' : 'default', name, query, ...rest })
}

async function create(kind: Kind, body: JsonObject, query = ''): Promise<KubeObject> {
  return objectIn(await bench.api.verbs.create(place(kind, '', { query }), bodyOf(body))) as KubeObject
}

async function get(kind: Kind, name: string): Promise<KubeObject> {
  return objectIn(await bench.api.verbs.get(place(kind, name))) as KubeObject
}

async function patch(kind: Kind, name: string, body: Json, subresource = ''): Promise<KubeObject> {
  const call = place(kind, name, { subresource })
  return objectIn(await bench.api.verbs.patch(call, bodyOf(body, 'application/merge-patch+json'))) as KubeObject
}

/** Waits for what follows a write by itself. */
async function settled(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !isDone(); turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(isDone()).toBe(true)
}

const kindAt = (name: string): Kind | undefined => bench.api.registry.kinds.find('example.com', name, 'things')

async function define(body: JsonObject, name = 'v1'): Promise<Kind> {
  await create(crds, body)
  await settled(() => kindAt(name) !== undefined)
  return kindAt(name) as Kind
}

const thing = (spec: Json, more: JsonObject = {}, apiVersion = 'example.com/v1'): JsonObject => ({
  apiVersion,
  kind: 'Thing',
  metadata: { name: 'a' },
  spec,
  ...more,
})

async function refusal(run: Promise<unknown>): Promise<readonly string[]> {
  try {
    await run
  } catch (cause) {
    if (!(cause instanceof StatusError)) throw cause
    const causes = cause.status.details?.causes
    return causes?.map(({ field, message }) => `${field ?? ''}: ${message ?? ''}`) ?? [cause.message]
  }
  return []
}

function convertAll(review: JsonObject): Json {
  const request = review['request'] as JsonObject
  const objects = (request['objects'] as JsonObject[]).map((one) => {
    const spec = { ...(one['spec'] as JsonObject), by: request['desiredAPIVersion'] ?? null }
    return { ...one, apiVersion: request['desiredAPIVersion'] ?? null, spec }
  })
  const response = { uid: request['uid'] ?? null, result: { status: 'Success' }, convertedObjects: objects }
  return { kind: 'ConversionReview', apiVersion: 'apiextensions.k8s.io/v1', response }
}

describe('definitions', () => {
  it('become kinds, with names and conditions', async () => {
    const kind = await define(definition([version('v1', object({}))]))
    expect([kind.kind, kind.listKind, kind.singular, kind.shortNames]).toEqual(['Thing', 'ThingList', 'thing', ['th']])
    const stored = await get(crds, 'things.example.com')
    const conditions = valueAt(stored, 'status', 'conditions') as JsonObject[]
    expect(conditions.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ['NamesAccepted', 'True', 'NoConflicts'],
      ['Established', 'True', 'InitialNamesAccepted'],
    ])
    expect(valueAt(stored, 'status', 'storedVersions')).toEqual(['v1'])
  })

  it('wait for names that others hold, and get them when those go', async () => {
    await define(definition([version('v1', object({}))]))
    const names = { plural: 'others', kind: 'Other', shortNames: ['th'] }
    const second = definition([version('v1', object({}))], { names })
    await create(crds, { ...second, metadata: { name: 'others.example.com' } })
    const conditionsNow = (): unknown =>
      valueAt(bench.api.registry.read(crds, '', 'others.example.com') ?? {}, 'status', 'conditions')
    await settled(() => Array.isArray(conditionsNow()))
    const conditions = conditionsNow() as JsonObject[]
    expect(conditions.map(({ status, reason, message }) => [status, reason, message])).toEqual([
      ['False', 'ShortNamesConflict', '"th" is already in use'],
      ['False', 'NotAccepted', 'not all names are accepted'],
    ])
    await bench.api.verbs.remove(place(crds, 'things.example.com'))
    await settled(() => bench.api.registry.kinds.find('example.com', 'v1', 'others') !== undefined)
  })

  it('go after their objects', async () => {
    const kind = await define(definition([version('v1', object({}))]))
    await create(kind, { ...thing({}), metadata: { name: 'a', finalizers: ['example.com/wait'] } })
    const marked = objectIn(await bench.api.verbs.remove(place(crds, 'things.example.com')))
    expect(valueAt(marked, 'metadata', 'finalizers')).toEqual(['customresourcecleanup.apiextensions.k8s.io'])
    await settled(() => bench.api.registry.read(kind, 'default', 'a')?.metadata['deletionTimestamp'] !== undefined)
    expect(await refusal(create(kindAt('v1') as Kind, { ...thing({}), metadata: { name: 'b' } }))).toEqual([
      'things.example.com "b" is forbidden: create not allowed while custom resource definition is terminating',
    ])
    await patch(kind, 'a', { metadata: { finalizers: null } })
    await settled(() => bench.api.registry.read(crds, '', 'things.example.com') === undefined)
    expect(kindAt('v1')).toBeUndefined()
  })
})

const bad: readonly (readonly [string, JsonObject, string])[] = [
  [
    'a type',
    object({ spec: object({ a: { type: 'strng' } }) }),
    'properties[spec].properties[a].type: Unsupported value: "strng": supported values: "array", "boolean", "integer", "number", "object", "string"',
  ],
  [
    'no type',
    object({ spec: {} }),
    'properties[spec].type: Required value: must not be empty for specified object fields',
  ],
  [
    'a rule',
    object({ spec: object({ a: text }, { 'x-kubernetes-validations': [{ rule: 'self.a' }] }) }),
    'properties[spec].x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self.a","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: cel expression must evaluate to a bool',
  ],
]

describe('schemas', () => {
  it.each(bad)('with %s that is wrong are refused', async (_, schema, expected) => {
    const found = await refusal(create(crds, definition([version('v1', schema)])))
    expect(found).toEqual([`spec.validation.openAPIV3Schema.${expected}`])
  })

  it('with a rule too dear are refused', async () => {
    const list = { type: 'array', items: text }
    const rules = [{ rule: 'self.l.all(a, self.l.all(b, a == b))' }]
    const schema = object({ spec: object({ l: list }, { 'x-kubernetes-validations': rules }) })
    const [first] = await refusal(create(crds, definition([version('v1', schema)])))
    expect(first).toMatch(/rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x/)
  })
})

const schema = object({
  spec: object(
    {
      a: text,
      n: { type: 'integer', minimum: 0, default: 1 },
      grows: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self >= oldSelf', message: 'may not shrink' }] },
      set: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
      open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      object: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    },
    { 'x-kubernetes-validations': [{ rule: "!has(self.a) || self.a != 'bad'" }] },
  ),
  status: object({ n: { type: 'integer' } }),
})
const more = {
  subresources: { status: {}, scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n' } },
  selectableFields: [{ jsonPath: '.spec.a' }],
  additionalPrinterColumns: [{ name: 'A', type: 'string', jsonPath: '.spec.a' }],
}

const refused: readonly (readonly [string, Json, readonly string[]])[] = [
  [
    'a wrong type',
    { n: 'x' },
    [
      'spec.n: Invalid value: "string": spec.n in body must be of type integer: "string"',
      '.spec.n: Invalid value: 0: .spec.n accessor error: x is of the type string, expected int64',
      '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ],
  ],
  [
    'a bound',
    { n: -1 },
    [
      'spec.n: Invalid value: -1: spec.n in body should be greater than or equal to 0',
      '.spec.n: Invalid value: -1: should be a non-negative integer',
    ],
  ],
  ['a set', { set: ['a', 'a'] }, ['spec.set[1]: Duplicate value: "a"']],
  ['a rule', { a: 'bad' }, ["spec: Invalid value: failed rule: !has(self.a) || self.a != 'bad'"]],
  [
    'an embedded object',
    { object: { kind: 'a_b', apiVersion: 'v1' } },
    [
      "spec.object.kind: Invalid value: \"a_b\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
]

describe('objects', () => {
  it('are pruned and defaulted', async () => {
    const kind = await define(definition([version('v1', schema, more)]))
    const made = await create(kind, thing({ zz: 1, open: { any: 1 } }, { status: { n: 1 } }))
    expect(made['spec']).toEqual({ n: 1, open: { any: 1 } })
    expect(made['status']).toBeUndefined()
    expect(made.metadata['generation']).toBe(1)
    expect(await refusal(create(kind, thing({ zz: 1 }), 'fieldValidation=Strict'))).toEqual([
      'Thing in version "v1" cannot be handled as a Thing: strict decoding error: unknown field "spec.zz"',
    ])
  })

  it.each(refused)('are refused for %s', async (_, spec, expected) => {
    const kind = await define(definition([version('v1', schema, more)]))
    expect(await refusal(create(kind, thing(spec)))).toEqual(expected)
  })

  it('are compared with what they were', async () => {
    const kind = await define(definition([version('v1', schema, more)]))
    await create(kind, thing({ grows: 2 }))
    expect(await refusal(patch(kind, 'a', { spec: { grows: 1 } }))).toEqual([
      'spec.grows: Invalid value: 1: may not shrink',
    ])
    const grown = await patch(kind, 'a', { spec: { grows: 3 } })
    expect(grown.metadata['generation']).toBe(2)
    const status = await patch(
      kind,
      'a',
      { status: { n: 4 }, spec: { grows: 9 }, metadata: { labels: { a: 'b' } } },
      'status',
    )
    expect([status['spec'], status['status'], status.metadata['labels'], status.metadata['generation']]).toEqual([
      { grows: 3, n: 1 },
      { n: 4 },
      undefined,
      2,
    ])
  })

  it('get defaults that come later, and lose fields that go', async () => {
    await define(definition([version('v1', object({ spec: object({ a: text, b: text }) }))]))
    await create(kindAt('v1') as Kind, thing({ a: '1', b: '2' }))
    const next = object({ spec: object({ a: text, c: { type: 'string', default: 'new' } }) })
    await patch(crds, 'things.example.com', { spec: { versions: [version('v1', next)] } })
    const kind = kindAt('v1') as Kind
    expect((await get(kind, 'a'))['spec']).toEqual({ a: '1', c: 'new' })
    const list = objectIn(await bench.api.verbs.list(place(kind)))
    expect((list['items'] as JsonObject[]).map(({ spec }) => spec)).toEqual([{ a: '1', c: 'new' }])
  })

  it('are found by their fields', async () => {
    const kind = await define(definition([version('v1', schema, more)]))
    await create(kind, thing({ a: 'x' }))
    const found = async (query: string): Promise<number> =>
      (objectIn(await bench.api.verbs.list(place(kind, '', { query })))['items'] as Json[]).length
    expect([await found('fieldSelector=spec.a=x'), await found('fieldSelector=spec.a=y')]).toEqual([1, 0])
    expect(await refusal(found('fieldSelector=spec.n=1'))).toEqual(['field label not supported: spec.n'])
  })
})

describe('versions', () => {
  const open = object({ spec: object({ by: text, a: text }) })
  const both = [version('v1', open), version('v2', open, { storage: false })]
  const webhook = {
    strategy: 'Webhook',
    webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://example.com' } },
  }

  it('differ in name alone without a webhook', async () => {
    await define(definition(both))
    await create(kindAt('v2') as Kind, thing({ a: '1' }, {}, 'example.com/v2'))
    const [one, two] = [await get(kindAt('v1') as Kind, 'a'), await get(kindAt('v2') as Kind, 'a')]
    expect([one.apiVersion, two.apiVersion, one['spec']]).toEqual(['example.com/v1', 'example.com/v2', { a: '1' }])
  })

  it('are converted by a webhook', async () => {
    await define(definition(both, { conversion: webhook }))
    await create(kindAt('v2') as Kind, thing({ a: '1' }, {}, 'example.com/v2'))
    expect((await get(kindAt('v1') as Kind, 'a'))['spec']).toEqual({ a: '1', by: 'example.com/v1' })
    expect((await get(kindAt('v2') as Kind, 'a'))['spec']).toEqual({ a: '1', by: 'example.com/v2' })
    expect(asked.map((review) => valueAt(review, 'request', 'desiredAPIVersion'))).toContain('example.com/v1')
  })

  const broken: readonly (readonly [string, (review: JsonObject) => Json, string])[] = [
    [
      'another identity',
      () => ({ kind: 'ConversionReview', apiVersion: 'apiextensions.k8s.io/v1', response: { uid: 'x' } }),
      'failed: expected response.uid="review", got "x"',
    ],
    [
      'a refusal',
      () => ({
        kind: 'ConversionReview',
        apiVersion: 'apiextensions.k8s.io/v1',
        response: { uid: 'review', result: { status: 'Failed', message: 'no' } },
      }),
      'failed: no',
    ],
    [
      'no objects',
      () => ({
        kind: 'ConversionReview',
        apiVersion: 'apiextensions.k8s.io/v1',
        response: { uid: 'review', result: { status: 'Success' } },
      }),
      'returned 0 objects, expected 1',
    ],
  ]
  it.each(broken)('are not converted by an answer with %s', async (_, given, expected) => {
    await define(definition(both, { conversion: webhook }))
    await create(kindAt('v1') as Kind, thing({ a: '1' }))
    answer = given
    expect(await refusal(get(kindAt('v2') as Kind, 'a'))).toEqual([
      `conversion webhook for example.com/v1, Kind=Thing ${expected}`,
    ])
  })
})
