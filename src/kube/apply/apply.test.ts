import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../object/object.ts'
import type { Json, JsonObject } from '../patch/json.ts'
import type { Schema } from '../schema/schema.ts'
import { findingText } from '../status/print-finding.ts'
import { StatusError } from '../status/status.ts'
import { type Apply, applyServerSide } from './apply.ts'
import { fieldManagerOf } from './field-manager.ts'
import { keepTimes } from './keep-times.ts'
import { LAST_APPLIED } from './last-applied.ts'
import { parentOwners, scaleOwners } from './scale-owners.ts'
import { trackUpdate } from './track-update.ts'
import { validateManagedFields } from './validate-owners.ts'

const gvk = { group: 'example.com', version: 'v1', kind: 'Thing' }
const integer: Schema = { type: 'integer' }
const text: Schema = { type: 'string' }
const port: Schema = {
  type: 'object',
  properties: { port: integer, protocol: { ...text, default: 'TCP' }, name: text },
}
const schema: Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        replicas: integer,
        labels: { type: 'object', additionalProperties: text },
        whole: { type: 'object', additionalProperties: text, 'x-kubernetes-map-type': 'atomic' },
        list: { type: 'array', items: text },
        set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
        ports: {
          type: 'array',
          items: port,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['port', 'protocol'],
        },
        open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
    status: { type: 'object', properties: { ready: integer } },
  },
}
const now = Date.parse('2024-05-06T07:08:09Z')
const thing = (spec: Json, metadata: JsonObject = {}): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'd', ...metadata },
  spec,
})
const apply = (live: KubeObject | undefined, spec: Json, rest: Partial<Apply> = {}): KubeObject => {
  const patch = thing(spec)
  const { object } = applyServerSide({ gvk, schema, manager: 'one', now, patch, ...(live && { live }), ...rest })
  object.metadata.uid = 'u'
  return object
}
const setsOf = (object: KubeObject): JsonObject =>
  Object.fromEntries(
    (object.metadata.managedFields as JsonObject[]).map((entry) => [
      `${entry.operation as string} ${entry.manager as string}`,
      (entry.fieldsV1 as JsonObject)['f:spec'] ?? {},
    ]),
  )
const refusal = (run: () => unknown): StatusError => {
  try {
    run()
  } catch (error) {
    if (error instanceof StatusError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('applyServerSide', () => {
  it('owns leaves, items and entries, not structs', () => {
    const object = apply(undefined, {
      replicas: 1,
      labels: { a: 'b' },
      whole: { x: 'y' },
      list: ['a'],
      set: ['q'],
      ports: [{ port: 80 }],
      open: { deep: { er: [1] } },
    })
    expect(setsOf(object)['Apply one']).toEqual({
      'f:replicas': {},
      'f:labels': { 'f:a': {} },
      'f:whole': {},
      'f:list': {},
      'f:set': { 'v:"q"': {} },
      'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} } },
      'f:open': { 'f:deep': { '.': {}, 'f:er': {} } },
    })
  })
  it('takes away what only the applier had', () => {
    const first = apply(undefined, { replicas: 1, labels: { a: '1', b: '2' }, ports: [{ port: 80 }, { port: 81 }] })
    const shared = apply(first, { labels: { b: '2' } }, { manager: 'two' })
    expect(apply(shared, { ports: [{ port: 81 }] }).spec).toEqual({ labels: { b: '2' }, ports: [{ port: 81 }] })
  })
  it('keeps the order of items of others', () => {
    const first = apply(undefined, { ports: [{ port: 1 }, { port: 2 }, { port: 3 }] })
    const second = apply(first, { ports: [{ port: 3 }, { port: 9 }, { port: 1 }] }, { manager: 'two' })
    expect(second.spec).toEqual({ ports: [{ port: 2 }, { port: 3 }, { port: 9 }, { port: 1 }] })
  })
  it('refuses one conflict', () => {
    const first = apply(undefined, { replicas: 1 })
    expect(refusal(() => apply(first, { replicas: 2 }, { manager: 'two' })).status).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "one": .spec.replicas',
      details: {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.spec.replicas' }],
      },
    })
  })
  it('tells several conflicts by owner', () => {
    const first = apply(undefined, { ports: [{ port: 80, name: 'a' }], set: ['x'] })
    const spec = { ports: [{ port: 80, name: 'b' }], set: ['x'], replicas: 1 }
    const update = thing(spec, { uid: 'u' })
    const managedFields = trackUpdate({ gvk, schema, manager: 'curl', now, live: first, object: update }) as Json
    const live = thing(spec, { uid: 'u', managedFields })
    const { message } = refusal(() =>
      apply(live, { replicas: 2, ports: [{ port: 80, name: 'c' }] }, { manager: 'two' }),
    )
    expect(message).toBe(
      'Apply failed with 2 conflicts: conflicts with "curl" using example.com/v1:\n- .spec.replicas\n- .spec.ports[port=80,protocol="TCP"].name',
    )
  })
  it('force takes fields over', () => {
    const first = apply(undefined, { replicas: 1, set: ['a'] })
    const second = apply(first, { replicas: 2 }, { manager: 'two', isForced: true })
    expect(second.spec).toEqual({ replicas: 2, set: ['a'] })
    expect(setsOf(second)).toEqual({ 'Apply one': { 'f:set': { 'v:"a"': {} } }, 'Apply two': { 'f:replicas': {} } })
  })
  it('twice is as once, times included', () => {
    const first = apply(undefined, { replicas: 1, set: ['a'] })
    const again = applyServerSide({
      gvk,
      schema,
      manager: 'one',
      now: now + 5000,
      live: first,
      patch: thing(first.spec as Json),
    })
    expect(again).toEqual({ object: first, isSame: true })
  })
  it('fields of an untracked object belong to who came before', () => {
    const live = thing({ replicas: 1, list: ['a'] }, { uid: 'u' })
    expect(setsOf(apply(live, { replicas: 1 }))).toEqual({
      'Apply one': { 'f:replicas': {} },
      'Update before-first-apply': { '.': {}, 'f:list': {}, 'f:replicas': {} },
    })
  })
  it('kubectl takes over what it applied on the client side', () => {
    const applied = JSON.stringify(thing({ replicas: 1 }))
    const annotations = { [LAST_APPLIED]: applied }
    const object = thing({ replicas: 1 }, { uid: 'u', annotations })
    const managedFields = trackUpdate({ gvk, schema, manager: 'kubectl-client-side-apply', now, object }) as Json
    const live = thing({ replicas: 1 }, { uid: 'u', annotations, managedFields })
    const taken = apply(live, { replicas: 2 }, { manager: 'kubectl' })
    expect(taken.spec).toEqual({ replicas: 2 })
    expect(JSON.parse((taken.metadata.annotations as JsonObject)[LAST_APPLIED] as string)).toEqual(
      thing({ replicas: 2 }),
    )
    expect(refusal(() => apply(live, { replicas: 2 }, { manager: 'other' })).code).toBe('Conflict')
  })
  it('a struct that is owned whole today keeps one owner entry', () => {
    const live = apply(undefined, { labels: { a: '1' } })
    const atomic: Schema = structuredClone(schema)
    const labels = atomic.properties?.spec?.properties?.labels as { 'x-kubernetes-map-type'?: string }
    labels['x-kubernetes-map-type'] = 'atomic'
    const next = apply(live, { labels: { b: '1' } }, { schema: atomic })
    expect(next.spec).toEqual({ labels: { b: '1' } })
    expect(setsOf(next)).toEqual({ 'Apply one': { 'f:labels': {} } })
  })
  const faults: readonly [name: string, patch: JsonObject, code: number, message: string][] = [
    ['another kind', { apiVersion: 'v1', kind: 'X' }, 400, 'invalid object type: /v1, Kind=X'],
    ['managed fields', thing({}, { managedFields: [] }), 400, 'metadata.managedFields must be nil'],
    [
      'unknown fields',
      thing({ foo: 1 }),
      500,
      'failed to create typed patch object (d/a; example.com/v1, Kind=Thing): .spec.foo: field not declared in schema',
    ],
    [
      'wrong types',
      thing({ replicas: 'x' }),
      500,
      'failed to create typed patch object (d/a; example.com/v1, Kind=Thing): .spec.replicas: expected numeric (int or float), got string',
    ],
    [
      'repeated items',
      thing({ set: ['a', 'a'] }),
      500,
      'failed to create typed patch object (d/a; example.com/v1, Kind=Thing): .spec.set: duplicate entries for key [="a"]',
    ],
  ]
  it.each(faults)('refuses %s', (_name, patch, code, message) => {
    expect(refusal(() => applyServerSide({ gvk, schema, manager: 'one', now, patch })).status).toMatchObject({
      code,
      message,
    })
  })
  it('a key named __proto__ is only a key', () => {
    const labels = JSON.parse('{"__proto__":"x"}') as JsonObject
    const object = apply(undefined, { labels })
    expect(JSON.stringify(object.spec)).toBe('{"labels":{"__proto__":"x"}}')
    expect(apply(object, { labels: {} }).spec).toEqual({ labels: null })
  })
})

describe('trackUpdate', () => {
  const create = (spec: Json, rest: object = {}): Json[] | undefined =>
    trackUpdate({ gvk, schema, manager: 'curl', now, object: thing(spec), ...rest })
  it('a creator owns everything that it set', () => {
    expect(create({ replicas: 1, labels: { a: 'b' } })).toEqual([
      {
        manager: 'curl',
        operation: 'Update',
        apiVersion: 'example.com/v1',
        time: '2024-05-06T07:08:09Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { '.': {}, 'f:labels': { '.': {}, 'f:a': {} }, 'f:replicas': {} } },
      },
    ])
  })
  const live = thing({ replicas: 1 }, { uid: 'u', managedFields: create({ replicas: 1 }) as Json })
  const update = (object: KubeObject, rest: object = {}): Json[] | undefined =>
    trackUpdate({ gvk, schema, manager: 'other', now: now + 1000, live, object, ...rest })
  it('a field goes to who changes it', () => {
    const entries = update(thing({ replicas: 2 }, { uid: 'u' }))
    expect(setsOf(thing({}, { managedFields: entries as Json }))).toEqual({
      'Update curl': {},
      'Update other': { 'f:replicas': {} },
    })
  })
  it('nothing changes where nothing changed', () => {
    expect(update(thing({ replicas: 1 }, { uid: 'u', resourceVersion: '9' }))).toBe(live.metadata.managedFields)
  })
  it('subresources are owners of their own, reset fields are nobody`s', () => {
    const object: KubeObject = { ...thing({ replicas: 9 }, { uid: 'u' }), status: { ready: 1 } }
    const entries = update(object, { subresource: 'status', resetFields: ['spec'] }) as JsonObject[]
    expect(entries.at(-1)).toMatchObject({
      subresource: 'status',
      fieldsV1: { 'f:status': { '.': {}, 'f:ready': {} } },
    })
    expect(entries).toHaveLength(2)
  })
  it('an empty list takes all owners away', () => {
    expect(update(thing({ replicas: 1 }, { uid: 'u', managedFields: [] }))).toBeUndefined()
    expect(update(thing({ replicas: 1 }, { uid: 'u', managedFields: [{}] }))).toBeUndefined()
  })
  it('broken entries of a client are not taken', () => {
    const broken = [
      { manager: 'x', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { bad: {} } },
    ]
    expect(update(thing({ replicas: 1 }, { uid: 'u', managedFields: broken }))).toBe(live.metadata.managedFields)
  })
  it('an object without owners stays without', () => {
    expect(update(thing({ replicas: 2 }), { live: thing({ replicas: 1 }, { uid: 'u' }) })).toBeUndefined()
  })
  it('old updaters are joined', () => {
    let object = live
    for (let at = 0; at < 15; at++) {
      const next = thing(
        { replicas: 1, labels: { ...(object.spec as { labels?: object }).labels, [`k${at}`]: 'x' } },
        { uid: 'u' },
      )
      const entries = trackUpdate({ gvk, schema, manager: `m${at}`, now: now + at * 1000, live: object, object: next })
      object = { ...next, metadata: { ...next.metadata, managedFields: entries as Json } }
    }
    const entries = object.metadata.managedFields as JsonObject[]
    expect(entries).toHaveLength(10)
    expect(entries[0]?.manager).toBe('ancient-changes')
  })
  it('times alone make no new version', () => {
    const entries = (live.metadata.managedFields as JsonObject[]).map((entry) => ({
      ...entry,
      time: '2025-01-01T00:00:00Z',
    }))
    const next = { ...live, metadata: { ...live.metadata, managedFields: entries } }
    expect(keepTimes(live, next)).toEqual(live)
    expect(keepTimes(live, { ...next, spec: {} })).toEqual({ ...next, spec: {} })
  })
})

describe('owners of a scale', () => {
  const paths = { 'example.com/v1': 'spec.replicas' }
  const parent = apply(undefined, { replicas: 1, set: ['a'] }).metadata.managedFields
  it('are those of the replicas', () => {
    expect(scaleOwners(parent, paths)).toMatchObject([
      { manager: 'one', apiVersion: 'autoscaling/v1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ])
  })
  it('take the replicas from the object', () => {
    const scale = [
      {
        manager: 'hpa',
        operation: 'Update',
        apiVersion: 'autoscaling/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
        subresource: 'scale',
      },
    ]
    const entries = parentOwners(parent, scale, { apiVersion: 'example.com/v1', paths }) as JsonObject[]
    expect(entries.map(({ manager, apiVersion, fieldsV1 }) => [manager, apiVersion, fieldsV1])).toEqual([
      ['one', 'example.com/v1', { 'f:spec': { 'f:set': { 'v:"a"': {} } } }],
      ['hpa', 'example.com/v1', { 'f:spec': { 'f:replicas': {} } }],
    ])
  })
})

describe('other versions', () => {
  const v2 = { ...gvk, version: 'v2' }
  const schemaV2: Schema = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { scale: { type: 'object', properties: { count: integer } } } } },
  }
  const convert = (object: JsonObject, apiVersion: string): JsonObject | undefined => {
    const spec = object.spec as { replicas?: number; scale?: { count: number } } | undefined
    const count = spec?.scale?.count ?? spec?.replicas ?? 0
    if (apiVersion === 'example.com/v2') return { ...object, apiVersion, spec: { scale: { count } } }
    return apiVersion === 'example.com/v1' ? { ...object, apiVersion, spec: { replicas: count } } : undefined
  }
  const versions = {
    convert,
    schemaOf: (apiVersion: string) => ({ 'example.com/v1': schema, 'example.com/v2': schemaV2 })[apiVersion],
  }
  const first = apply(undefined, { replicas: 1 }, { versions })
  const live = { ...(convert(first, 'example.com/v2') as KubeObject) }
  const patch = { ...thing({ scale: { count: 2 } }), apiVersion: 'example.com/v2' }
  const inV2 = { gvk: v2, schema: schemaV2, now, versions, live, patch }
  it('an owner in one version conflicts with an applier in another', () => {
    expect(refusal(() => applyServerSide({ ...inV2, manager: 'two' })).message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.replicas',
    )
  })
  it('an applier may change its version', () => {
    const { object } = applyServerSide({ ...inV2, manager: 'one' })
    expect(object.spec).toEqual({ scale: { count: 2 } })
    expect(setsOf(object)).toEqual({ 'Apply one': { 'f:scale': { 'f:count': {} } } })
  })
  it('owners in versions that are no more are dropped', () => {
    const entries = [
      ...(live.metadata.managedFields as JsonObject[]),
      { ...entry('old'), apiVersion: 'example.com/v0' },
    ]
    const old = { ...live, metadata: { ...live.metadata, managedFields: entries } }
    const { object } = applyServerSide({ ...inV2, live: old, manager: 'one' })
    expect(Object.keys(setsOf(object))).toEqual(['Apply one'])
  })
})

const entry = (manager: string): JsonObject => ({
  manager,
  operation: 'Update',
  apiVersion: 'example.com/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:spec': { 'f:replicas': {} } },
})

describe('managed fields of a client', () => {
  const rows: readonly [JsonObject, readonly string[]][] = [
    [entry('a'), []],
    [{ ...entry('a'), operation: 'Merge' }, ['m[0].operation: Invalid value: "Merge": must be `Apply` or `Update`']],
    [{ ...entry('a'), fieldsType: 'X' }, ['m[0].fieldsType: Invalid value: "X": must be `FieldsV1`']],
    [entry('a\u0007'), ['m[0].manager: Invalid value: "a\\a": invalid character U+0007 (at position 1)']],
    [entry('a'.repeat(129)), ['m[0].manager: Too long: may not be more than 128 bytes']],
    [{ ...entry('a'), subresource: 's'.repeat(257) }, ['m[0].subresource: Too long: may not be more than 256 bytes']],
  ]
  it.each(rows)('%j', (value, expected) =>
    expect(validateManagedFields([value], 'm').map(findingText)).toEqual(expected),
  )
  it.each([
    ['', 'kubectl/v1.34 (linux)', 'kubectl'],
    ['mine', 'kubectl/v1.34', 'mine'],
    ['', 'a\u0007b', 'ab'],
  ])('%j and %j write as %j', (name, agent, expected) => expect(fieldManagerOf(name, agent)).toBe(expected))
})
