import { describe, expect, test } from 'vitest'
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicPatch,
  builtInKinds,
  createThreeWayPatch,
  createTwoWayPatch,
  type Json,
  type JsonObject,
  kubernetes121,
  mergeAsKustomize,
  readOperations,
} from './door.ts'

function deep(levels: number): JsonObject {
  let value: Json = 'end'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return { spec: value }
}

const DEEP = deep(200_000)
const limited = expect.objectContaining({ code: 'limit' }) as Error
const head = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } }
const kustomize = { schemas: kubernetes121 }
const schema = builtInKinds('apps/v1', 'Deployment')

describe('values nested too deep', () => {
  test.each<readonly [string, () => unknown]>([
    ['a strategic merge target', () => applyStrategicPatch(DEEP, {}, schema)],
    ['a strategic merge patch', () => applyStrategicPatch({}, DEEP, schema)],
    ['a patch as kustomize merges', () => mergeAsKustomize({ spec: { a: {} } }, nested(5000), kustomize)],
    ['a state of a three-way patch', () => createThreeWayPatch({ original: {}, modified: DEEP, current: {} }, schema)],
    ['a state of a two-way patch', () => createTwoWayPatch({}, DEEP, schema)],
    ['a JSON patch’s document', () => applyJsonPatch(DEEP, [])],
    ['a JSON patch’s value', () => applyJsonPatch({}, readOperations([{ op: 'add', path: '/a', value: DEEP }]))],
    ['a merge patch', () => applyMergePatch({}, DEEP)],
  ])('%s', (_name, run) => {
    expect(run).toThrow(limited)
  })
})

function nested(levels: number): JsonObject {
  let value: JsonObject = {}
  for (let level = 0; level < levels; level++) value = { a: value }
  return { spec: value }
}

describe('__proto__', () => {
  const patch = JSON.parse(
    '{"metadata": {"__proto__": {"polluted": true}}, "__proto__": {"polluted": true}}',
  ) as JsonObject

  test.each<readonly [string, (patch: JsonObject) => unknown]>([
    ['a strategic merge', (change) => applyStrategicPatch({ metadata: {} }, change, schema)],
    ['a merge as kustomize does it', (change) => mergeAsKustomize({ metadata: {} }, change, kustomize)],
    ['a merge patch', (change) => applyMergePatch({ metadata: {} }, change)],
    ['a two-way patch', (change) => createTwoWayPatch({ metadata: {} }, change, schema)],
    [
      'a JSON patch',
      (value) => {
        const add = (path: string): Json => ({ op: 'add', path, value: value['metadata'] as Json })
        return applyJsonPatch({ metadata: {} }, readOperations([add('/metadata'), add('/__proto__')]))
      },
    ],
  ])('is only a key for %s', (_name, run) => {
    const result = run(structuredCopy(patch)) as JsonObject
    expect(Object.hasOwn(result, '__proto__')).toBe(true)
    expect(Object.hasOwn(result['metadata'] as JsonObject, '__proto__')).toBe(true)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  function structuredCopy(value: JsonObject): JsonObject {
    return JSON.parse(JSON.stringify(value)) as JsonObject
  }

  test('is not found in a map that does not have it', () => {
    const operations = readOperations([{ op: 'remove', path: '/__proto__/toString' }])
    expect(() => applyJsonPatch({}, operations)).toThrow('doc is missing path')
  })
})

describe('sizes', () => {
  test.each([
    ['/list/99999999999999999999', 'value out of range'],
    ['/list/9007199254740993', 'Unable to access invalid index: 9007199254740992'],
    ['/list/-5', 'Unable to access invalid index: -5'],
  ])('index %s is refused', (path, message) => {
    const operations = readOperations([{ op: 'add', path, value: 1 }])
    expect(() => applyJsonPatch({ list: [1] }, operations)).toThrow(message)
  })

  test('a made list is bounded', () => {
    const operations = readOperations([{ op: 'add', path: '/a/1000000000/b', value: 1 }])
    expect(() => applyJsonPatch({}, operations, { version: 5, makesPath: true })).toThrow(limited)
  })

  test('copies that double the document stop', () => {
    const operations = Array.from({ length: 60 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }))
    expect(() => applyJsonPatch({ a: [1, 2, 3] }, readOperations(operations))).toThrow(limited)
    expect(() => applyJsonPatch({ a: [1, 2, 3] }, readOperations(operations), { maxCopyBytes: 1000 })).toThrow(
      'the accumulated size increase of copy is',
    )
  })

  test('long lists with keys merge at once, those without are refused', () => {
    const items = (key: string): Json[] => Array.from({ length: 50_000 }, (_, at) => ({ [key]: `n${at}` }))
    const object = (key: string): JsonObject => ({ ...head, spec: { template: { spec: { volumes: items(key) } } } })
    expect(mergeAsKustomize(object('name'), object('name'), kustomize)).toBeDefined()
    expect(applyStrategicPatch(object('name'), object('name'), schema)).toBeDefined()
    expect(() => mergeAsKustomize(object('x'), object('x'), kustomize)).toThrow(limited)
  })
})
