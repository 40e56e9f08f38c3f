import type { Sized } from '../cost/call-estimate.ts'
import { fixed, plus, type Range, scaled, times, UNBOUNDED } from '../cost/estimate.ts'
import { failure } from '../run/failure.ts'
import { ArrayList, EntryMap, GrowingMap } from '../value/collection.ts'
import { isEqual } from '../value/equal.ts'
import { typeNameOf } from '../value/kind.ts'
import { printValue } from '../value/print.ts'
import { List, Mapping, Opaque, Optional, type Value } from '../value/value.ts'
import { compare } from './comparison.ts'
import { knownSize, literalNumber, sizeOf } from './cost.ts'
import { type CostOf, method, type Overload, plain } from './overload.ts'

const OF_OUTPUT = (estimate: (args: readonly Sized[]) => Range): CostOf => ({
  cost: (_args, result) => allocating(1, sizeOf(result)),
  estimate: (args) => allocatingEstimate(1, estimate(args)),
})

const FLATTENING: CostOf = {
  cost: ([list, depth]) => allocating(typeof depth === 'bigint' ? Number(depth) : 1, sizeOf(list)),
  estimate: (args) => allocatingEstimate(args.length === 1 ? 1 : literalNumber(args[1], UNBOUNDED), knownSize(args[0])),
}

/** Comparing every item with every other; texts and bytes cost a little more. */
function comparingAll(at: number, isText?: boolean): CostOf {
  return {
    cost: (args) => {
      const list = args[at]
      const first = list instanceof List && list.size > 0 ? list.at(0) : undefined
      const factor = typeof first === 'string' || first instanceof Uint8Array ? 2.1 : 2
      return allocating(factor, sizeOf(list) ** 2)
    },
    estimate: (args) => {
      const type = args[at]?.type
      const item = type?.kind === 'list' ? type.item.kind : 'dyn'
      const factor = (isText ?? (item === 'string' || item === 'bytes')) ? 2.1 : 2
      const size = knownSize(args[at])
      return allocatingEstimate(factor, times(size, size))
    },
  }
}

function allocating(factor: number, size: number): number {
  return Math.floor(size * (factor < 0 ? 1 : factor)) + 11
}

function allocatingEstimate(factor: number, size: Range) {
  return { cost: plus(scaled(size, factor), fixed(11)), size }
}

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes']
const isText = (type: string) => type === 'string' || type === 'bytes'

/** Lists (lists extension, version 3), maps that macros gather, and sets. */
export const collection: readonly Overload[] = [
  method(
    'slice',
    'list(T), int, int -> list(T)',
    slice,
    OF_OUTPUT(([list, start, end]) =>
      fixed(Math.max(literalNumber(end, knownSize(list).max) - literalNumber(start, 0), 0)),
    ),
  ),
  method('flatten', 'list(list(T)) -> list(T)', (list: List) => new ArrayList(flattened(list, 1n)), FLATTENING),
  method(
    'flatten',
    'list(dyn), int -> list(dyn)',
    (list: List, depth: bigint) => new ArrayList(flattened(list, depth)),
    FLATTENING,
  ),
  ...COMPARABLE.map((type) =>
    method('sort', `list(${type}) -> list(${type})`, (list: List) => sorted(list, list), comparingAll(0, isText(type))),
  ),
  ...COMPARABLE.map((type) =>
    method('@sortByAssociatedKeys', `list(T), list(${type}) -> list(T)`, sorted, comparingAll(1, isText(type))),
  ),
  plain(
    'lists.range',
    'int -> list(int)',
    range,
    OF_OUTPUT(([size]) => fixed(literalNumber(size, UNBOUNDED))),
  ),
  method(
    'reverse',
    'list(T) -> list(T)',
    (list: List) => new ArrayList([...list].reverse()),
    OF_OUTPUT(([list]) => knownSize(list)),
  ),
  method('distinct', 'list(T) -> list(T)', distinct, comparingAll(0)),
  method('first', 'list(T) -> optional(T)', (list: List) => new Optional(list.size === 0 ? undefined : list.at(0))),
  method(
    'last',
    'list(T) -> optional(T)',
    (list: List) => new Optional(list.size === 0 ? undefined : list.at(list.size - 1)),
  ),
  plain('cel.@mapInsert', 'map(K, V), K, V -> map(K, V)', (map: Mapping, key: Value, value: Value) =>
    inserted(map, [[key, value]]),
  ),
  plain('cel.@mapInsert', 'map(K, V), map(K, V) -> map(K, V)', (map: Mapping, other: Mapping) =>
    inserted(
      map,
      [...other.keys()].map((key) => [key, other.get(key) ?? null] as const),
    ),
  ),
  plain('sets.contains', 'list(T), list(T) -> bool', containsAll, ofSets(1)),
  plain(
    'sets.equivalent',
    'list(T), list(T) -> bool',
    (a: List, b: List) => containsAll(a, b) && containsAll(b, a),
    ofSets(2),
  ),
  plain(
    'sets.intersects',
    'list(T), list(T) -> bool',
    (a: List, b: List) => [...a].some((item) => has(b, item)),
    ofSets(1),
  ),
]

function ofSets(factor: number): CostOf {
  return {
    cost: ([a, b]) => 1 + Math.floor(sizeOf(a) * sizeOf(b) * factor),
    estimate: ([a, b]) => ({ cost: plus(scaled(times(knownSize(a), knownSize(b)), factor), fixed(1)) }),
  }
}

function slice(list: List, start: bigint, end: bigint): List {
  const words = `cannot slice(${start}, ${end})`
  if (start < 0n || end < 0n) throw failure(`${words}, negative indexes not supported`)
  if (start > end) throw failure(`${words}, start index must be less than or equal to end index`)
  if (list.size < end) throw failure(`${words}, list is length ${list.size}`)
  return new ArrayList([...list].slice(Number(start), Number(end)))
}

function flattened(list: List, depth: bigint): readonly Value[] {
  if (depth < 0n) throw failure('level must be non-negative')
  const items: Value[] = []
  for (const item of list) {
    if (!(item instanceof List) || depth === 0n) items.push(item)
    else for (const inner of flattened(item, depth - 1n)) items.push(inner)
  }
  return items
}

function sorted(list: List, keys: List): List {
  if (list.size !== keys.size) {
    const words = `but got ${list.size} and ${keys.size} elements respectively`
    throw failure(`@sortByAssociatedKeys() expected a list of the same size as the associated keys list, ${words}`)
  }
  if (list.size === 0) return list
  const type = typeNameOf(keys.at(0))
  if (
    keys.at(0) === null ||
    keys.at(0) instanceof List ||
    keys.at(0) instanceof Mapping ||
    keys.at(0) instanceof Opaque
  )
    throw failure('list elements must be comparable')
  const pairs = [...list].map((item, at) => ({ item, key: keys.at(at) }))
  if (pairs.length > 1 && pairs.some(({ key }) => typeNameOf(key) !== type))
    throw failure('list elements must have the same type')
  return new ArrayList(pairs.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item))
}

function range(size: bigint): List {
  if (size < 0n) throw failure(`lists.range: size must be non-negative, got ${size}`)
  return new CountedList(size)
}

/** 0, 1, 2 … without keeping them. */
class CountedList extends List {
  readonly size: number
  constructor(size: bigint) {
    super()
    this.size = Number(size)
  }
  at(index: number): Value {
    return BigInt(index)
  }
}

function distinct(list: List): List {
  const items: Value[] = []
  for (const item of list) if (!items.some((other) => isEqual(item, other))) items.push(item)
  return new ArrayList(items)
}

function inserted(map: Mapping, entries: readonly (readonly [Value, Value])[]): Mapping {
  const target =
    map instanceof GrowingMap ? map : new EntryMap([...map.keys()].map((key) => [key, map.get(key) ?? null] as const))
  for (const [key, value] of entries) {
    if (target.get(key) !== undefined) throw failure(`insert failed: key ${printValue(key)} already exists`)
    target.put(key, value)
  }
  return target
}

function has(list: List, item: Value): boolean {
  for (const other of list) if (isEqual(item, other)) return true
  return false
}

function containsAll(list: List, part: List): boolean {
  for (const item of part) if (!has(list, item)) return false
  return true
}
