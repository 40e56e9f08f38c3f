import { describe, expect, it } from 'vitest'
import type { Json } from '../patch/json.ts'
import { defaultBy } from './default.ts'
import { prune } from './prune.ts'
import type { Schema } from './schema.ts'

const text: Schema = { type: 'string' }

describe('defaultBy', () => {
  const rows: readonly [name: string, schema: Schema, before: Json, after: Json][] = [
    ['fills what is missing', { properties: { a: { default: 1 } } }, {}, { a: 1 }],
    ['keeps what is there', { properties: { a: { default: 1 } } }, { a: 0 }, { a: 0 }],
    ['replaces a null that may not be', { properties: { a: { default: 1 } } }, { a: null }, { a: 1 }],
    ['keeps a null that may be', { properties: { a: { default: 1, nullable: true } } }, { a: null }, { a: null }],
    ['drops a null without default', { properties: { a: text } }, { a: null }, {}],
    ['keeps an unknown null', { properties: {} }, { a: null }, { a: null }],
    [
      'goes into a default',
      { properties: { a: { default: {}, properties: { b: { default: 'x' } } } } },
      {},
      { a: { b: 'x' } },
    ],
    ['does not make what has no default', { properties: { a: { properties: { b: { default: 'x' } } } } }, {}, {}],
    ['items', { items: { properties: { b: { default: 1 } } } }, [{}, null], [{ b: 1 }, null]],
    ['additional properties', { additionalProperties: { default: 2 } }, { a: null, b: 3 }, { a: 2, b: 3 }],
  ]
  it.each(rows)('%s', (_name, schema, before, after) => {
    defaultBy(schema, before)
    expect(before).toEqual(after)
  })
  it('copies defaults', () => {
    const shared = { x: [] as Json[] }
    const value: Record<string, Json> = {}
    defaultBy({ properties: { a: { default: shared } } }, value)
    expect(value.a).toEqual(shared)
    expect(value.a).not.toBe(shared)
  })
})

describe('prune', () => {
  const keep = { 'x-kubernetes-preserve-unknown-fields': true } as const
  const rows: readonly [string, Schema | undefined, Json, Json, readonly string[]][] = [
    ['drops unknown fields', { properties: { a: text } }, { a: '', b: 1, c: { d: 1 } }, { a: '' }, ['b', 'c']],
    ['in lists', { properties: { l: { items: { properties: {} } } } }, { l: [{ x: 1 }] }, { l: [{}] }, ['l[0].x']],
    ['under additional properties', { additionalProperties: { properties: {} } }, { k: { x: 1 } }, { k: {} }, ['k.x']],
    [
      'keeps unknown fields where told',
      { ...keep, properties: { a: { properties: {} } } },
      { z: { y: 1 }, a: { x: 1 } },
      { z: { y: 1 }, a: {} },
      ['a.x'],
    ],
    [
      'an embedded resource keeps its head',
      { properties: { e: { 'x-kubernetes-embedded-resource': true } } },
      { e: { kind: 'X', metadata: { q: 1 }, spec: 1 } },
      { e: { kind: 'X', metadata: { q: 1 } } },
      ['e.spec'],
    ],
    ['nothing is known without a schema', undefined, { a: 1 }, {}, ['a']],
  ]
  it.each(rows)('%s', (_name, schema, before, ...expected) => {
    const found = prune(schema, before)
    expect([before, found]).toEqual(expected)
  })
  it('a whole object keeps its head', () => {
    const value = { apiVersion: 'v1', kind: 'X', metadata: { name: 'a' }, spec: {} }
    expect(prune({ properties: {} }, value, { isResourceRoot: true })).toEqual(['spec'])
    expect(value).toEqual({ apiVersion: 'v1', kind: 'X', metadata: { name: 'a' } })
  })
})
