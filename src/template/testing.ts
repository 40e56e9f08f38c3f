/** The second door of the room, for tests: a few functions and objects as Helm's, and values as YAML would give them. */
import { define } from './define.ts'
import { printed } from './printf.ts'
import { isTrue } from './truth.ts'
import { goTypeName } from './types.ts'
import {
  type FuncMap,
  type GoFunction,
  type GoList,
  type GoMap,
  GoObject,
  Int,
  int,
  typedAs,
  type Value,
} from './value.ts'

const rest = { variadic: true } as const
const ANY_MAP = 'map[string]interface {}'

function toInteger(value: Value): bigint {
  if (value instanceof Int) return value.value
  if (typeof value === 'number') return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n)
  if (typeof value === 'boolean') return value ? 1n : 0n
  return typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : 0n
}

function range(count: Value): GoList {
  const size = Number((count as Int).value)
  return typedAs(
    '[]int',
    Array.from({ length: Math.abs(size) }, (_, index) => int(size < 0 ? -index : index)),
  )
}

function cut(count: Value, text: Value): string {
  const size = Number((count as Int).value)
  return size < 0 ? (text as string).slice(size) : (text as string).slice(0, size)
}

function repeat(count: Value, text: Value): string {
  const size = Number((count as Int).value)
  if (size < 0) throw new Error('strings: negative Repeat count')
  if (size * (text as string).length > 2 ** 47) throw new Error('runtime error: makeslice: len out of range')
  return (text as string).repeat(size)
}

function strings(list: Value): string[] {
  if (Array.isArray(list)) return list.filter((item) => item !== null).map((item) => printed(item))
  return list === null ? [] : [printed(list)]
}

function toDict(pairs: readonly Value[]): GoMap {
  const map: GoMap = new Map()
  for (let index = 0; index < pairs.length; index += 2) map.set(printed(pairs[index]), pairs[index + 1] ?? null)
  return map
}

function setKey(map: GoMap | null, key: string, value: Value): GoMap {
  if (map === null) throw new Error('assignment to entry in nil map')
  return map.set(key, value)
}

function fail(message: Value): never {
  throw new Error(message as string)
}

/** A handful of Sprig's functions, enough to run the recorded tables of the engine. */
export function testFunctions(): FuncMap {
  const functions: GoFunction[] = [
    define('list', ['any'], (...items) => items, rest),
    define('dict', ['any'], (...pairs) => toDict(pairs), rest),
    define('int', ['any'], (value) => int(toInteger(value))),
    define('int64', ['any'], (value) => int(toInteger(value), 'int64')),
    define('sub', ['any', 'any'], (left, right) => int(toInteger(left as Value) - toInteger(right as Value), 'int64')),
    define('upper', ['string'], (text) => (text as string).toUpperCase()),
    define('trunc', ['int', 'string'], (count, text) => cut(count as Value, text as Value)),
    define('repeat', ['int', 'string'], (count, text) => repeat(count as Value, text as Value)),
    define('join', ['string', 'any'], (separator, list) => strings(list as Value).join(separator as string)),
    define('splitList', ['string', 'string'], (by, text) => typedAs('[]string', (text as string).split(by as string))),
    define('until', ['int'], (count) => range(count as Value)),
    define('set', [ANY_MAP, 'string', 'any'], (map, key, value) =>
      setKey(map as GoMap | null, key as string, value as Value),
    ),
    define('get', [ANY_MAP, 'string'], (map, key) => (map as GoMap).get(key as string) ?? ''),
    define('hasKey', [ANY_MAP, 'string'], (map, key) => (map as GoMap | null)?.has(key as string) ?? false),
    define(
      'keys',
      [ANY_MAP],
      (...maps) =>
        typedAs(
          '[]string',
          maps.flatMap((map) => [...(map as GoMap).keys()]),
        ),
      rest,
    ),
    define('sortAlpha', ['any'], (list) => typedAs('[]string', strings(list as Value).sort())),
    define('default', ['any', 'any'], (fallback, given) => (isTrue(given) ? given : fallback) as Value, rest),
    define('ternary', ['any', 'any', 'bool'], (yes, no, test) => (test === true ? yes : no) as Value),
    define('b64dec', ['string'], (text) => Buffer.from(text as string, 'base64').toString()),
    define('regexMatch', ['string', 'string'], (pattern, text) => new RegExp(pattern as string).test(text as string)),
    define('fail', ['string'], fail),
  ]
  return new Map(functions.map((each) => [each.name, each]))
}

/** A struct for tests. */
export class TestObject extends GoObject {
  readonly goType: string
  readonly goKind: string
  private readonly members: ReadonlyMap<string, Value>
  private readonly methods: ReadonlyMap<string, GoFunction>
  private readonly inside: Value | undefined

  constructor(
    goType: string,
    members: Readonly<Record<string, Value>>,
    more: { readonly goKind?: string; readonly methods?: readonly GoFunction[]; readonly underlying?: Value } = {},
  ) {
    super()
    this.goType = goType
    this.goKind = more.goKind ?? 'struct'
    this.members = new Map(Object.entries(members))
    this.methods = new Map((more.methods ?? []).map((each) => [each.name, each]))
    this.inside = more.underlying
  }
  override fields(): ReadonlyMap<string, Value> {
    return this.members
  }
  override method(name: string): GoFunction | undefined {
    return this.methods.get(name)
  }
  override underlying(): Value | undefined {
    return this.inside
  }
  override toJSON(): unknown {
    return Object.fromEntries(this.members)
  }
}

/** JSON as Go values: maps, slices, float64. */
export function fromJson(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value !== 'object' || value === null) return value as Value
  return new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)]))
}

/** What the recorded templates are run with: `.Values`, and a few of Helm's objects. */
export function testData(values: unknown): GoMap {
  const versions = typedAs('[]string', ['v1', 'apps/v1', 'batch/v1', 'x', 'y', 'z'])
  const has = define('Has', ['string'], (version) => versions.includes(version as string))
  const apiVersions = new TestObject('common.VersionSet', {}, { goKind: 'slice', methods: [has], underlying: versions })
  return new Map<string, Value>([
    ['Values', typedAs('common.Values', fromJson(values) as GoMap)],
    [
      'Chart',
      new Map<string, Value>([
        ['Name', 'p'],
        ['Version', '0.1.0'],
      ]),
    ],
    ['Release', new Map<string, Value>([['Name', 'r']])],
    ['Capabilities', new TestObject('*common.Capabilities', { APIVersions: apiVersions }, { goKind: 'ptr' })],
  ])
}

/** The name of a value's type, for messages of tests. */
export function typeOf(value: Value): string {
  return goTypeName(value)
}
