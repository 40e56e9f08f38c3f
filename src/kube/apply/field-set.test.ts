import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../patch/json.ts'
import { deduced } from './atom.ts'
import { compare } from './compare.ts'
import { printPath } from './field-path.ts'
import {
  difference,
  type FieldSet,
  hasPath,
  intersection,
  isEmpty,
  leavesOf,
  pathsOf,
  recursiveDifference,
  sameSet,
  setOfPath,
  union,
} from './field-set.ts'
import { fieldSetOf } from './field-set-of.ts'
import { merge } from './merge.ts'
import { readFieldSet } from './read-field-set.ts'

const SEED = 20260101
const ROUNDS = 400

function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const ELEMENTS = ['f:a', 'f:b', 'f:spec', 'k:{"name":"x"}', 'k:{"name":"y","port":80}', 'v:"s"', 'v:2', 'v:10', 'i:0']

function randomSet(random: () => number): FieldSet {
  let set: FieldSet = {}
  for (let count = Math.floor(random() * 8); count > 0; count--) {
    const path = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => ELEMENTS[Math.floor(random() * ELEMENTS.length)] as string,
    )
    set = union(set, setOfPath(path))
  }
  return set
}

function randomValue(random: () => number, depth = 0): Json {
  const kind = random()
  if (depth > 3 || kind < 0.4) return Math.floor(random() * 3)
  if (kind < 0.5) return [1, Math.floor(random() * 2)]
  const map: JsonObject = {}
  for (const key of ['a', 'b', 'c']) if (random() < 0.6) map[key] = randomValue(random, depth + 1)
  return map
}

const randomMap = (random: () => number): JsonObject => ({ x: randomValue(random), y: randomValue(random) })

describe(`laws of sets (seed ${SEED})`, () => {
  const random = randomOf(SEED)
  const rounds = Array.from(
    { length: ROUNDS },
    () => [randomSet(random), randomSet(random), randomSet(random)] as const,
  )
  const holds = (law: (a: FieldSet, b: FieldSet, c: FieldSet) => boolean): void => {
    for (const [a, b, c] of rounds) expect([a, b, c, law(a, b, c)]).toEqual([a, b, c, true])
  }
  it('union is commutative, associative, idempotent', () => {
    holds((a, b) => sameSet(union(a, b), union(b, a)))
    holds((a, b, c) => sameSet(union(a, union(b, c)), union(union(a, b), c)))
    holds((a) => sameSet(union(a, a), a))
  })
  it('union is written in order', () => holds((a, b) => JSON.stringify(union(a, b)) === JSON.stringify(union(b, a))))
  it('intersection is what both have', () => {
    holds((a, b) => pathsOf(intersection(a, b)).every((path) => hasPath(a, path) && hasPath(b, path)))
    holds((a, b) => pathsOf(a).filter((path) => hasPath(b, path)).length === pathsOf(intersection(a, b)).length)
  })
  it('difference and intersection make the whole', () => {
    holds((a, b) => sameSet(union(difference(a, b), intersection(a, b)), a))
    holds((a, b) => isEmpty(intersection(difference(a, b), b)))
  })
  it('recursive difference takes what is below', () =>
    holds((a, b) =>
      pathsOf(recursiveDifference(a, b)).every((path) => path.every((_, at) => !hasPath(b, path.slice(0, at + 1)))),
    ))
  it('leaves are members without members below', () =>
    holds((a) => pathsOf(leavesOf(a)).every((path) => hasPath(a, path))))
  it('what is written is read again', () =>
    holds((a) => sameSet(readFieldSet(JSON.parse(JSON.stringify(a)) as Json) as FieldSet, a)))
})

describe(`laws of values (seed ${SEED})`, () => {
  const random = randomOf(SEED + 1)
  const rounds = Array.from({ length: ROUNDS }, () => [randomMap(random), randomMap(random)] as const)
  it('a value does not differ from itself', () => {
    for (const [a] of rounds) expect(compare(deduced, a, structuredClone(a))).toBeUndefined()
  })
  it('what is added one way is removed the other', () => {
    for (const [a, b] of rounds) {
      const [there, back] = [compare(deduced, a, b), compare(deduced, b, a)]
      expect(there?.added).toEqual(back?.removed)
      expect(there?.modified).toEqual(back?.modified)
    }
  })
  it('merging a value with itself changes nothing', () => {
    for (const [a] of rounds) expect(merge(deduced, a, structuredClone(a))).toEqual(a)
  })
  it('a merge removes nothing', () => {
    for (const [a, b] of rounds) {
      const merged = merge(deduced, a, b) as Json
      expect(pathsOf(fieldSetOf(deduced, b)).filter((path) => !hasPath(fieldSetOf(deduced, merged), path))).toEqual([])
    }
  })
})

describe('readFieldSet', () => {
  const rows: readonly [name: string, value: Json, expected: Json | undefined][] = [
    ['nothing', null, {}],
    ['puts steps in order', { 'f:b': {}, 'f:a': {}, 'k:{"a":1}': {} }, { 'f:a': {}, 'f:b': {}, 'k:{"a":1}': {} }],
    ['a lone dot is a leaf', { 'f:a': { '.': {} } }, { 'f:a': {} }],
    ['leaves unknown kinds out', { 'x:a': {}, 'f:b': {} }, { 'f:b': {} }],
    ['a step without a kind', { a: {} }, undefined],
    ['a key that is no JSON', { 'k:{': {} }, undefined],
    ['no map', [], undefined],
    ['a scalar below', { 'f:a': 1 }, undefined],
  ]
  it.each(rows)('%s', (_name, value, expected) => expect(readFieldSet(value)).toEqual(expected))
  it('does not go too deep', () => {
    const deep = JSON.parse(`${'{"f:a":'.repeat(5000)}{}${'}'.repeat(5000)}`) as Json
    expect(readFieldSet(deep)).toBeUndefined()
  })
})

it('paths are printed as conflicts show them', () => {
  const path = ['f:spec', 'f:containers', 'k:{"name":"a","port":80}', 'f:args', 'v:"x"', 'i:3']
  expect(printPath(path)).toBe('.spec.containers[name="a",port=80].args[="x"][3]')
})
