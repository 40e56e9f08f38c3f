import {
  Duration,
  failure,
  isEqual,
  List,
  Mapping,
  Optional,
  parseDuration,
  parseTimestamp,
  printTimestamp,
  Timestamp,
  Uint,
  type Value,
} from '#cel'
import { fieldOf, isMap, type Json, type JsonObject, type Schema, sameJson, setField } from '#kube'
import { withMetadata } from './declare.ts'
import { escapeName, unescapeName } from './escape.ts'

/**
 * JSON as an expression sees it: by its schema, or as it is without one (numbers without a fraction are ints). Parts are
 * made when they are asked for. Throws a CelError of code `evaluation` where the value does not fit the schema.
 */
export function celValue(json: Json, schema?: Schema): Value {
  if (schema === undefined) return looseValue(json)
  if (json === null) {
    if (schema.nullable === true) return null
    throw failure('invalid data, got null for schema with nullable=false')
  }
  if (schema['x-kubernetes-int-or-string'] === true) return intOrString(json)
  const read = schema.type === undefined ? undefined : READERS[schema.type]
  if (read !== undefined) return read(json, schema)
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return looseValue(json)
  const words = 'no type with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true, got '
  throw failure(`invalid type, expected object, array, number, integer, boolean or string, or ${words}`)
}

/** JSON of a value; times and spans are texts, bytes base64. Throws a CelError for what JSON has no form for. */
export function toJson(value: Value): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (typeof value === 'bigint') return numberOf(value)
  if (value instanceof Uint) return numberOf(value.value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Duration) return `${Number(value.nanoseconds) / 1e9}s`
  if (value instanceof Timestamp) return printTimestamp(value.nanoseconds)
  if (value instanceof JsonList || value instanceof JsonMap) return value.json as Json
  if (value instanceof List) return [...value].map(toJson)
  if (value instanceof Mapping) return mapToJson(value)
  if (value instanceof Optional) return value.value === undefined ? null : toJson(value.value)
  throw failure('unsupported conversion to JSON')
}

function numberOf(value: bigint): Json {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : new LongNumber(value)
}

/** A number that a double cannot hold, with its text. */
class LongNumber {
  readonly text: string
  readonly value: bigint
  constructor(value: bigint) {
    this.text = String(value)
    this.value = value
  }
}

function mapToJson(map: Mapping): Json {
  const object = Object.create(null) as JsonObject
  for (const key of map.keys()) {
    if (typeof key === 'string')
      setField(object, map.typeName === undefined ? key : (unescapeName(key) ?? key), toJson(map.get(key) ?? null))
    else if (typeof key === 'object') throw failure('unsupported conversion to JSON')
    else setField(object, String(key), toJson(map.get(key) ?? null))
  }
  return object
}

function looseValue(json: Json): Value {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return new JsonList(json, undefined)
  return isMap(json) ? new JsonMap(json, undefined) : boxedValue(json as Boxed)
}

/** A scalar that is kept with its text. */
type Boxed = Extract<Json, { readonly text: string; readonly value: number | bigint | boolean | null | string }>

function boxedValue({ text, value }: Boxed): Value {
  if (typeof value !== 'number') return value
  return /[.eE]/.test(text) ? value : BigInt(Math.trunc(value))
}

function intOrString(json: Json): Value {
  const value = looseValue(json)
  if (typeof value === 'string' || typeof value === 'bigint') return value
  throw failure('invalid data, expected XIntOrString value to be either a string or integer')
}

const READERS: Readonly<Record<NonNullable<Schema['type']>, (json: Json, schema: Schema) => Value>> = {
  object: objectValue,
  array: listValue,
  string: textValue,
  number: (json) => {
    const value = looseValue(json)
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'number') return value
    throw failure(`invalid data, expected float, got ${goType(json)}`)
  },
  integer: (json) => {
    const value = looseValue(json)
    if (typeof value === 'bigint') return value
    throw failure(`invalid data, expected int, got ${goType(json)}`)
  },
  boolean: (json) => {
    if (typeof json === 'boolean') return json
    throw failure(`invalid data, expected bool, got ${goType(json)}`)
  },
}

function goType(json: Json): string {
  if (typeof json === 'string') return 'string'
  if (typeof json === 'boolean') return 'bool'
  if (Array.isArray(json)) return '[]interface {}'
  if (isMap(json)) return 'map[string]interface {}'
  return Number.isInteger(json) ? 'int64' : 'float64'
}

function objectValue(json: Json, schema: Schema): Value {
  if (!isMap(json)) throw failure('invalid data, expected a map for the provided schema with type=object')
  return new JsonMap(json, schema['x-kubernetes-embedded-resource'] === true ? withMetadata(schema) : schema)
}

function listValue(json: Json, schema: Schema): Value {
  if (!Array.isArray(json)) throw failure('invalid data, expected an array for the provided schema with type=array')
  if (schema.items === undefined) throw failure('invalid array type, expected Items with a non-empty Schema')
  return new JsonList(json, schema)
}

function textValue(json: Json, { format }: Schema): Value {
  if (typeof json !== 'string') throw failure(`invalid data, expected string, got ${goType(json)}`)
  if (format === 'duration') {
    const nanoseconds = parseDuration(json)
    if (nanoseconds === undefined) throw failure(`Invalid duration ${json}: unable to parse ${json} as duration`)
    return new Duration(nanoseconds)
  }
  if (format === 'date' || format === 'date-time') {
    const nanoseconds = parseTimestamp(format === 'date' ? `${json}T00:00:00Z` : json.toUpperCase().replace(' ', 'T'))
    if (nanoseconds === undefined) throw failure(`Invalid ${format} formatted string ${json}`)
    return new Timestamp(nanoseconds)
  }
  return format === 'byte' ? new Uint8Array(Buffer.from(json, 'base64')) : json
}

/** An object or a map over JSON; of an object only the properties of its schema are there, and null is absent. */
class JsonMap extends Mapping {
  readonly json: JsonObject
  readonly #schema: Schema | undefined
  constructor(json: JsonObject, schema: Schema | undefined) {
    super()
    this.json = json
    this.#schema = schema
  }

  get size(): number {
    return Object.keys(this.json).length
  }

  get(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined
    const { properties, additionalProperties } = this.#schema ?? {}
    const name = properties === undefined ? key : unescapeName(key)
    const json = name === undefined ? undefined : fieldOf(this.json, name)
    if (json === undefined || name === undefined) return undefined
    if (this.#schema === undefined) return looseValue(json)
    if (properties !== undefined) {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined
      return property === undefined || json === null ? undefined : celValue(json, property)
    }
    return typeof additionalProperties === 'object' ? celValue(json, additionalProperties) : undefined
  }

  /** What no schema describes is compared as JSON. */
  override equals(other: Mapping): boolean | undefined {
    if (!(other instanceof JsonMap)) return undefined
    const isOpen = [this, other].every(
      (map) =>
        map.#schema !== undefined &&
        map.#schema.properties === undefined &&
        typeof map.#schema.additionalProperties !== 'object',
    )
    return isOpen ? sameJson(this.json, other.json) : undefined
  }

  *keys(): Iterable<Value> {
    const { properties } = this.#schema ?? {}
    for (const key of Object.keys(this.json)) {
      if (properties === undefined) yield key
      else if (Object.hasOwn(properties, key) && this.json[key] !== null) yield escapeName(key) ?? key
    }
  }
}

/** A list over JSON; sets and maps by key compare and add up by what they are. */
class JsonList extends List {
  readonly json: readonly Json[]
  readonly #schema: Schema | undefined
  constructor(json: readonly Json[], schema: Schema | undefined) {
    super()
    this.json = json
    this.#schema = schema
  }

  get size(): number {
    return this.json.length
  }

  at(index: number): Value {
    const json = this.json[index] ?? null
    return this.#schema === undefined ? looseValue(json) : celValue(json, this.#schema.items)
  }

  override equals(other: List): boolean | undefined {
    const type = this.#schema?.['x-kubernetes-list-type']
    if (type !== 'set' && type !== 'map') return undefined
    if (this.size !== other.size) return false
    const mine = this.#byKey(this)
    for (const [key, item] of this.#byKey(other)) {
      const known = mine.get(key)
      if (known === undefined || !isEqual(known, item)) return false
    }
    return true
  }

  override plus(other: List): List | undefined {
    const type = this.#schema?.['x-kubernetes-list-type']
    if (type !== 'set' && type !== 'map') return undefined
    const whole = this.#byKey(this)
    for (const [key, item] of this.#byKey(other)) if (type === 'map' || !whole.has(key)) whole.set(key, item)
    const added = new JsonList([...whole.values()].map(toJson), this.#schema)
    return added
  }

  /** Items by what makes them the same: their keys, or themselves. */
  #byKey(list: List): Map<string, Value> {
    const keys = this.#schema?.['x-kubernetes-list-map-keys'] ?? []
    const isKeyed = this.#schema?.['x-kubernetes-list-type'] === 'map'
    const items = new Map<string, Value>()
    for (const item of list) {
      const parts =
        isKeyed && item instanceof Mapping ? keys.map((key) => item.get(escapeName(key) ?? key) ?? null) : [item]
      items.set(JSON.stringify(parts.map(toJson)), item)
    }
    return items
  }
}
