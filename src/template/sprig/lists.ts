import { define } from '../define.ts'
import { goEquals } from '../equal.ts'
import { containerType, type GoFunction, type GoList, typedAs, type Value } from '../value.ts'
import { exactly, grownFrom, reslice } from './capacity.ts'
import { toInt64 } from './cast.ts'
import { deepKey } from './deep.ts'
import { isEmpty } from './defaults.ts'
import { elementType, goKind, zeroValue } from './engine.ts'
import { asNil, checkItems, itemsOf, listItems, NIL_POINTER } from './runtime.ts'

const VARIADIC = { variadic: true } as const

/** Functions of lists of any element type; each `must` form behaves as its plain form, whose panic is an error too. */
export function listFunctions(): GoFunction[] {
  return [...makers(), ...ends(), ...filters(), ...parts()]
}

function makers(): GoFunction[] {
  const push = (list: Value, value: Value): GoList => {
    const items = listItems(list, 'Cannot push on type')
    return grownFrom(items.length, [...items, value])
  }
  const prepend = (list: Value, value: Value): GoList =>
    grownFrom(1, [value, ...listItems(list, 'Cannot prepend on type')])
  return [
    define('list', ['any'], (...values) => exactly(values), VARIADIC),
    define('tuple', ['any'], (...values) => exactly(values), VARIADIC),
    ...['append', 'push', 'mustAppend', 'mustPush'].map((name) => onPair(name, push)),
    ...['prepend', 'mustPrepend'].map((name) => onPair(name, prepend)),
    define('concat', ['any'], (...lists) => concat(lists), VARIADIC),
  ]
}

function ends(): GoFunction[] {
  return [
    ...onList('first', (list) => listItems(list, 'Cannot find first on type')[0] ?? null),
    ...onList('last', (list) => listItems(list, 'Cannot find last on type').at(-1) ?? null),
    ...onList('rest', (list) => nilWhenNone(listItems(list, 'Cannot find rest on type'), (items) => items.slice(1))),
    ...onList('initial', (list) =>
      nilWhenNone(listItems(list, 'Cannot find initial on type'), (items) => items.slice(0, -1)),
    ),
    ...onList('reverse', (list) => exactly([...listItems(list, 'Cannot find reverse on type')].reverse())),
  ]
}

function filters(): GoFunction[] {
  const without = (list: Value | undefined, ...omitted: Value[]): GoList =>
    listItems(list ?? null, 'Cannot find without on type').filter((item) => !isIn(omitted, item))
  return [
    ...onList('compact', (list) => listItems(list, 'Cannot compact on type').filter((item) => !isEmpty(item))),
    ...onList('uniq', (list) => uniq(listItems(list, 'Cannot find uniq on type'))),
    ...withMust('without').map((name) => define(name, ['any', 'any'], without, VARIADIC)),
    ...withMust('has').map((name) => onPair(name, has)),
  ]
}

function parts(): GoFunction[] {
  return [
    ...withMust('slice').map((name) =>
      define(name, ['any', 'any'], (list, ...bounds) => slice(list ?? null, bounds), VARIADIC),
    ),
    ...withMust('chunk').map((name) =>
      define(name, ['int', 'any'], (size, list) => chunk(Number(toInt64(size ?? null)), list ?? null)),
    ),
  ]
}

/** `first` and `mustFirst`. */
function withMust(name: string): string[] {
  return [name, `must${name[0]?.toUpperCase()}${name.slice(1)}`]
}

function onList(name: string, call: (list: Value) => Value): GoFunction[] {
  return withMust(name).map((each) => define(each, ['any'], (list) => call(list ?? null)))
}

function onPair(name: string, call: (first: Value, second: Value) => Value): GoFunction {
  return define(name, ['any', 'any'], (first, second) => call(first ?? null, second ?? null))
}

function nilWhenNone(items: readonly Value[], call: (items: readonly Value[]) => GoList): GoList {
  return items.length === 0 ? exactly(asNil([])) : exactly(call(items))
}

function isIn(list: readonly Value[], value: Value): boolean {
  return list.some((item) => goEquals(value, item))
}

/** The first of each set of deeply equal items; linear, but for objects with methods. */
function uniq(items: readonly Value[]): GoList {
  const seen = new Set<string>()
  const objects: GoList = []
  return items.filter((item) => {
    const key = deepKey(item)
    if (key === undefined) {
      const known = isIn(objects, item)
      if (!known) objects.push(item)
      return !known
    }
    const known = seen.has(key)
    seen.add(key)
    return !known
  })
}

function has(value: Value, list: Value): boolean {
  return list !== null && isIn(listItems(list, 'Cannot find has on type'), value)
}

function concat(lists: readonly Value[]): GoList {
  const result: GoList = []
  for (const list of lists) {
    if (list === null) throw new Error(NIL_POINTER)
    const items = itemsOf(list)
    if (items === undefined) throw new Error(`Cannot concat type ${goKind(list)} as list`)
    checkItems(result.length + items.length, 'concat')
    for (const item of items) result.push(item)
  }
  return result.length === 0 ? asNil(result) : result
}

/** `list[start:end]`; an empty list gives nil. */
function slice(list: Value, bounds: readonly Value[]): Value {
  const items = listItems(list, 'list should be type of slice or array but')
  if (items.length === 0) return null
  const start = bounds.length > 0 ? Number(toInt64(bounds[0] as Value)) : 0
  const end = bounds.length > 1 ? Number(toInt64(bounds[1] as Value)) : items.length
  const isPlain = Array.isArray(list)
  const goType = isPlain ? containerType(list) : '[]interface {}'
  const zero = zeroValue(elementType(goType))
  const cut = reslice(isPlain ? list : exactly([...items]), { start, end }, { goType, zero })
  if (cut === undefined) throw new Error('reflect.Value.Slice: slice index out of bounds')
  if (list instanceof Uint8Array) return list.subarray(start, end)
  return goType === '[]interface {}' ? cut : typedAs(goType, cut)
}

/** Lists of `size` items, the last shorter; the arithmetic is Sprig's, so that a size of 0 or less fails as there. */
function chunk(size: number, list: Value): GoList {
  const items = listItems(list, 'Cannot chunk type')
  const count = Math.floor((items.length - 1) / size) + 1
  if (!Number.isFinite(count) || count < 0 || (count > 0 && size < 0)) {
    throw new Error('runtime error: makeslice: len out of range')
  }
  const chunks = Array.from({ length: count }, (_, index) => exactly(items.slice(index * size, (index + 1) * size)))
  return typedAs('[][]interface {}', exactly(chunks))
}
