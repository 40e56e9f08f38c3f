import {
  ArrayList,
  type CostOf,
  compare,
  compilePattern,
  Duration,
  failure,
  fixed,
  isEqual,
  knownSize,
  List,
  Mapping,
  matching,
  matchingEstimate,
  method,
  type Overload,
  plain,
  plus,
  readingByName,
  type Sized,
  scaled,
  sizeOf,
  times,
  Uint,
  UNKNOWN,
  type Value,
} from '#cel'

/** Walking once over all that is in a list or text. */
const WALK: CostOf = {
  isCostOfAllForms: true,
  cost: ([list]) => walkCost(list),
  estimate: ([list]) => ({ cost: walkEstimate(list) }),
}

function walkCost(value: unknown): number {
  if (typeof value === 'string') return Math.floor(Buffer.byteLength(value) * 0.1)
  if (value instanceof Uint8Array) return Math.floor(value.length * 0.1)
  let cost = 0
  if (value instanceof List) for (const item of value) cost += walkCost(item)
  else if (value instanceof Mapping) for (const key of value.keys()) cost += walkCost(key) + walkCost(value.get(key))
  else return 1
  return cost
}

function walkEstimate(list: Sized | undefined) {
  const size = knownSize(list)
  if (list?.type.kind !== 'list') return scaled(size, 0.1)
  const isText = list.type.item.kind === 'string' || list.type.item.kind === 'bytes'
  if (!isText) return times(size, fixed(1))
  const item = list.path.length === 0 ? UNKNOWN : (list.sizeAt([...list.path, '@items']) ?? UNKNOWN)
  return times(size, plus(fixed(1), scaled(item, 0.1)))
}

const SUMMABLE: readonly (readonly [string, Value, (a: never, b: never) => Value])[] = [
  ['int', 0n, (a: bigint, b: bigint) => whole(a + b)],
  ['uint', new Uint(0n), (a: Uint, b: Uint) => new Uint(natural(a.value + b.value))],
  ['double', 0, (a: number, b: number) => a + b],
  ['duration', new Duration(0n), (a: Duration, b: Duration) => new Duration(whole(a.nanoseconds + b.nanoseconds))],
]
const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes']

const FIND: CostOf = {
  isCostOfAllForms: true,
  cost: ([text, pattern]) => matching(sizeOf(text), sizeOf(pattern)),
  estimate: ([text, pattern]) => ({
    cost: matchingEstimate(text, pattern),
    size: { min: 0, max: knownSize(text).max },
  }),
}

/** What only mutating policies have: keys of JSON patches. */
export const patchFunctions: readonly Overload[] = [
  plain(
    'jsonpatch.escapeKey',
    'string -> string',
    (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1'),
    readingByName(0, 0.1, true),
  ),
]

/** Kubernetes' functions of lists, and finding by pattern. */
export const list: readonly Overload[] = [
  ...COMPARABLE.map((type) => method('isSorted', `list(${type}) -> bool`, isSorted, WALK)),
  ...SUMMABLE.map(([type, zero, add]) =>
    method(
      'sum',
      `list(${type}) -> ${type}`,
      (items: List) => [...items].reduce((sum, item) => add(sum as never, item as never), zero),
      WALK,
    ),
  ),
  ...COMPARABLE.map((type) => method('max', `list(${type}) -> ${type}`, (items: List) => most(items, 'max', 1), WALK)),
  ...COMPARABLE.map((type) => method('min', `list(${type}) -> ${type}`, (items: List) => most(items, 'min', -1), WALK)),
  method(
    'indexOf',
    'list(A), A -> int',
    (items: List, item: Value) => BigInt([...items].findIndex((other) => isEqual(other, item))),
    WALK,
  ),
  method(
    'lastIndexOf',
    'list(A), A -> int',
    (items: List, item: Value) => BigInt([...items].findLastIndex((other) => isEqual(other, item))),
    WALK,
  ),
  method(
    'find',
    'string, string -> string',
    (...[text, pattern]: [string, string]) => patternOf(pattern).find(text) ?? '',
    FIND,
  ),
  method(
    'findAll',
    'string, string -> list(string)',
    (...[text, pattern]: [string, string]) => new ArrayList(patternOf(pattern).all(text, -1)),
    FIND,
  ),
  method(
    'findAll',
    'string, string, int -> list(string)',
    (text: string, pattern: string, limit: bigint) =>
      new ArrayList(patternOf(pattern).all(text, limit < 0n ? -1 : Number(limit))),
    FIND,
  ),
]

function patternOf(source: string) {
  try {
    return compilePattern(source)
  } catch (error) {
    throw failure(`Illegal regex: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function whole(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw failure('integer overflow')
  return value
}

function natural(value: bigint): bigint {
  if (BigInt.asUintN(64, value) !== value) throw failure('unsigned integer overflow')
  return value
}

function isSorted(items: List): boolean {
  let before: Value | undefined
  for (const item of items) {
    if (before !== undefined && compare(before, item) > 0) return false
    before = item
  }
  return true
}

function most(items: List, name: string, sign: 1 | -1): Value {
  if (items.size === 0) throw failure(`${name} called on empty list`)
  let best = items.at(0)
  for (const item of items) if (compare(item, best) * sign > 0) best = item
  return best
}
