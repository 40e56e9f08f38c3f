import { define } from '../define.ts'
import { containerType, type GoFunction, type GoMap, type Value } from '../value.ts'
import { toText } from './cast.ts'
import { goTypeName } from './engine.ts'
import { mergeInto } from './merge.ts'
import { asNil } from './runtime.ts'
import { strings } from './string-lists.ts'

const MAP = 'map[string]interface {}'
const VARIADIC = { variadic: true } as const

/** Functions of maps. A nil map reads as an empty one and cannot be written to. */
export function dictFunctions(): GoFunction[] {
  return [...makers(), ...readers(), ...changers(), ...mergers()]
}

function makers(): GoFunction[] {
  return [
    define('dict', ['any'], (...pairs) => dict(pairs), VARIADIC),
    define('pick', [MAP, 'string'], (map, ...keys) => pick(mapOf(map), keys as string[]), VARIADIC),
    define('omit', [MAP, 'string'], (map, ...keys) => omit(mapOf(map), keys as string[]), VARIADIC),
  ]
}

function readers(): GoFunction[] {
  return [
    define('get', [MAP, 'string'], (map, key) => valueAt(mapOf(map), key as string)),
    define('hasKey', [MAP, 'string'], (map, key) => mapOf(map).has(key as string)),
    define('pluck', ['string', MAP], (key, ...maps) => pluck(key as string, maps.map(mapOf)), VARIADIC),
    define('keys', [MAP], (...maps) => strings(maps.flatMap((map) => [...mapOf(map).keys()])), VARIADIC),
    define('values', [MAP], (map) => [...mapOf(map).values()]),
    define('dig', ['any'], (...path) => dig(path), VARIADIC),
  ]
}

function changers(): GoFunction[] {
  return [
    define('set', [MAP, 'string', 'any'], (map, key, value) => {
      if (!(map instanceof Map)) throw new Error('assignment to entry in nil map')
      return map.set(key as string, value ?? null)
    }),
    define('unset', [MAP, 'string'], (map, key) => {
      if (!(map instanceof Map)) return asNil<GoMap>(new Map())
      map.delete(key as string)
      return map
    }),
  ]
}

/** The plain and `must` forms differ only in errors that Go values of templates cannot cause. */
function mergers(): GoFunction[] {
  const merger = (name: string, overwrite: boolean) =>
    define(
      name,
      [MAP, MAP],
      (target, ...sources) => merge(target ?? null, sources, overwrite ? 'overwrite' : 'keep'),
      VARIADIC,
    )
  return [
    merger('merge', false),
    merger('mustMerge', false),
    merger('mergeOverwrite', true),
    merger('mustMergeOverwrite', true),
  ]
}

function mapOf(value: Value | undefined): GoMap {
  return value instanceof Map ? value : new Map()
}

/** The value under a key, nil included; an empty string when there is none. */
function valueAt(map: GoMap, key: string): Value {
  const value = map.get(key)
  return value === undefined ? '' : value
}

/** Keys and values in turn; a last key without a value gets an empty string. */
function dict(pairs: readonly Value[]): GoMap {
  const map: GoMap = new Map()
  for (let index = 0; index < pairs.length; index += 2) {
    map.set(toText(pairs[index] as Value), index + 1 < pairs.length ? (pairs[index + 1] as Value) : '')
  }
  return map
}

function pick(map: GoMap, keys: readonly string[]): GoMap {
  const picked: GoMap = new Map()
  for (const key of keys) {
    const value = map.get(key)
    if (value !== undefined) picked.set(key, value)
  }
  return picked
}

function omit(map: GoMap, keys: readonly string[]): GoMap {
  const kept: GoMap = new Map(map)
  for (const key of keys) kept.delete(key)
  return kept
}

function pluck(key: string, maps: readonly GoMap[]): Value {
  return maps.map((map) => map.get(key)).filter((value) => value !== undefined)
}

/** `dig "a" "b" default map`: the value at a path of keys, or the default when a key is missing. */
function dig(path: readonly Value[]): Value {
  if (path.length < 3) throw new Error('dig needs at least three arguments')
  let current = assertMap(path[path.length - 1] as Value)
  const keys = path.slice(0, -2).map(assertString)
  for (const [index, key] of keys.entries()) {
    const next = current.get(key)
    if (next === undefined) return path[path.length - 2] as Value
    if (index === keys.length - 1) return next
    current = assertMap(next)
  }
  return null
}

function assertMap(value: Value): GoMap {
  if (value instanceof Map && containerType(value) === MAP) return value
  throw new Error(`interface conversion: interface {} is ${nameOf(value)}, not ${MAP}`)
}

function assertString(value: Value): string {
  if (typeof value === 'string') return value
  throw new Error(`interface conversion: interface {} is ${nameOf(value)}, not string`)
}

function nameOf(value: Value): string {
  return value === null ? 'nil' : goTypeName(value)
}

function merge(target: Value, sources: readonly Value[], mode: 'keep' | 'overwrite'): Value {
  const present = sources.filter((source) => source instanceof Map)
  const merged =
    target instanceof Map ? target : present.length === 0 ? asNil<GoMap>(new Map()) : new Map<string, Value>()
  for (const source of present) mergeInto(merged, source, { overwrite: mode === 'overwrite' })
  return merged
}
