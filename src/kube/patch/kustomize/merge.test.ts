import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { kubernetes121 } from '../schema/kubernetes-1-21.ts'
import { mergeAsKustomize } from './merge.ts'

const containers = (...items: JsonObject[]): JsonObject => ({ spec: { containers: items } })
const ports = (...items: JsonObject[]): JsonObject => containers({ name: 'a', ports: items })

/** Rule, target, patch, result; all of kind Pod. */
const rows: readonly (readonly [string, JsonObject, JsonObject, JsonObject | undefined])[] = [
  ['a null deletes', { spec: { a: 1, b: 2 } }, { spec: { a: null } }, { spec: { b: 2 } }],
  [
    'a null deletes inside a map that is added',
    { spec: {} },
    { spec: { m: { a: null, b: 1 } } },
    { spec: { m: { b: 1 } } },
  ],
  ['a null that is there stays', { spec: { a: null } }, { spec: { b: 1 } }, { spec: { a: null, b: 1 } }],
  ['$patch: delete takes out a map', { spec: { m: { a: 1 } } }, { spec: { m: { $patch: 'delete' } } }, { spec: {} }],
  [
    '$patch: replace puts the patch in its place',
    { spec: { m: { a: 1 } } },
    { spec: { m: { $patch: 'replace', b: 2 } } },
    { spec: { m: { b: 2 } } },
  ],
  ['$patch: delete takes out the object', { spec: {} }, { $patch: 'delete' }, undefined],
  [
    '$retainKeys stays',
    { spec: { m: { a: 1 } } },
    { spec: { m: { $retainKeys: ['b'] } } },
    { spec: { m: { a: 1, $retainKeys: ['b'] } } },
  ],
  [
    'items of a list with one key: those of the patch first',
    containers({ name: 'a', image: 'x' }, { name: 'b', image: 'y' }),
    containers({ name: 'b', image: 'z' }, { name: 'c' }),
    containers({ name: 'b', image: 'z' }, { name: 'c' }, { name: 'a', image: 'x' }),
  ],
  [
    'items of a list with two keys: new ones first, the others as they were',
    ports({ containerPort: 1, protocol: 'TCP' }, { containerPort: 2, protocol: 'TCP' }),
    ports({ containerPort: 2, protocol: 'TCP', name: 'x' }, { containerPort: 3, protocol: 'TCP' }),
    ports(
      { containerPort: 3, protocol: 'TCP' },
      { containerPort: 1, protocol: 'TCP' },
      { containerPort: 2, protocol: 'TCP', name: 'x' },
    ),
  ],
  [
    'without any protocol the port alone is the key',
    ports({ containerPort: 1 }, { containerPort: 2 }),
    ports({ containerPort: 2, name: 'x' }),
    ports({ containerPort: 2, name: 'x' }, { containerPort: 1 }),
  ],
  [
    'an item is deleted by its key',
    containers({ name: 'a' }, { name: 'b' }),
    containers({ name: 'a', $patch: 'delete' }),
    containers({ name: 'b' }),
  ],
  [
    'a list is replaced as a whole',
    containers({ name: 'a' }),
    containers({ name: 'b' }, { $patch: 'replace' }),
    containers({ name: 'b' }),
  ],
  [
    'a replaced item stays as it was, at the front',
    containers({ name: 'a' }, { name: 'b', image: 'x' }),
    containers({ name: 'b', $patch: 'replace', image: 'y' }),
    containers({ name: 'b', image: 'x' }, { name: 'a' }),
  ],
  [
    'a list of scalars that merges: those of the patch first',
    { metadata: { finalizers: ['a', 'b'] } },
    { metadata: { finalizers: ['c', 'b'] } },
    { metadata: { finalizers: ['c', 'b', 'a'] } },
  ],
  [
    'any other list is replaced',
    { spec: { tolerations: [{ key: 'a' }] } },
    { spec: { tolerations: [{ key: 'b' }] } },
    { spec: { tolerations: [{ key: 'b' }] } },
  ],
]

const head = { apiVersion: 'v1', kind: 'Pod' }
const withHead = (object: JsonObject): JsonObject => structuredClone({ ...head, ...object })
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

describe('mergeAsKustomize', () => {
  test.each(rows)('%s', (_rule, target, patch, result) => {
    const merged = mergeAsKustomize(withHead(target), withHead(patch), { schemas: kubernetes121 })
    expect(plain(merged)).toEqual(result === undefined ? undefined : { ...head, ...result })
  })

  test('lists of kinds without a schema are replaced', () => {
    const of = (...items: JsonObject[]): JsonObject => ({ apiVersion: 'x/v1', kind: 'Pod', ...containers(...items) })
    const merged = mergeAsKustomize(of({ name: 'a' }), of({ name: 'b' }), { schemas: kubernetes121 })
    expect(plain(merged)).toEqual(of({ name: 'b' }))
  })

  test('an object inside another has the schema of its own kind', () => {
    const of = (name: string): JsonObject => ({
      apiVersion: 'x/v1',
      kind: 'X',
      spec: { ...head, ...containers({ name }) },
    })
    const merged = mergeAsKustomize(of('a'), of('b'), { schemas: kubernetes121 })
    expect(plain(merged)).toMatchObject({ spec: containers({ name: 'b' }, { name: 'a' }) })
  })

  test('what replaces a text in quotes is a text', () => {
    const merge = { schemas: kubernetes121, isQuoted: (_map: JsonObject, key: string) => key === 'a' }
    const merged = mergeAsKustomize({ a: 'x', b: 'y' }, { a: 80, b: 80 }, merge)
    expect(plain(merged)).toEqual({ a: '80', b: 80 })
  })

  test.each([
    [{ spec: { a: [] } }, { spec: { a: {} } }, 'wrong-kind', ['spec', 'a']],
    [{ spec: { a: {} } }, { spec: { a: { $patch: 'x' } } }, 'bad-directive', ['spec', 'a']],
    [
      containers({ name: 'a', env: [] }),
      containers({ name: 'b' }, { name: 'a', env: {} }),
      'wrong-kind',
      ['spec', 'containers', 1, 'env'],
    ],
  ])('%j with %j is %s at %j', (target, patch, code, path) => {
    const merge = (): unknown => mergeAsKustomize(withHead(target), withHead(patch), { schemas: kubernetes121 })
    expect(merge).toThrow(expect.objectContaining({ code, path }) as Error)
  })
})
