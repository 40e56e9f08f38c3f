import type { Json, JsonObject } from '#kube'
import type { ScalarName, TypeWord } from '../schema/type-word.ts'
import { type Plan, type PlanField, planOf } from './plan.ts'
import { readWritten, writtenZeros } from './read-written.ts'
import {
  type Cursor,
  cursorOf,
  expectWire,
  readBytes,
  readDouble,
  readEnd,
  readInteger,
  readMessage,
  readText,
  readVarint,
  wire,
} from './reader.ts'

/**
 * The object in the bytes of a message, keys in Go's order, as Go would print it: what was never set appears where Go
 * shows it (`"status":{}`, `"name":""`, `null`), and nowhere else. It has neither `kind` nor `apiVersion`: those travel in
 * the envelope. Throws ProtobufError.
 */
export function decodeProtobuf(typeName: string, bytes: Uint8Array): JsonObject {
  const cursor = cursorOf(bytes)
  return readStruct(cursor, bytes.length, planOf(typeName))
}

function readStruct(cursor: Cursor, end: number, plan: Plan): JsonObject {
  const slots = new Array<Json | undefined>(plan.fields.length)
  readMessage(cursor, end, (number, type) => {
    const field = plan.byNumber.get(number)
    if (field === undefined) return false
    slots[field.slot] = readField(cursor, type, field, slots[field.slot])
    return true
  })
  return shown(plan, slots)
}

function readField(cursor: Cursor, type: number, field: PlanField, old: Json | undefined): Json {
  const { word, json } = field
  if (word.kind === 'list') return readItems(cursor, type, word.of, Array.isArray(old) ? old : [])
  if (word.kind !== 'map') return readValue(cursor, type, word, json)
  expectWire(type, wire.bytes, json)
  const map = (old ?? {}) as JsonObject
  readEntry(cursor, word.of, map)
  return map
}

function readItems(cursor: Cursor, type: number, word: TypeWord, items: Json[]): Json[] {
  const isPacked = type === wire.bytes && word.kind === 'scalar' && word.name !== 'string' && word.name !== 'bytes'
  if (!isPacked) items.push(readValue(cursor, type, word, 'items'))
  else {
    const end = readEnd(cursor)
    while (cursor.at < end) items.push(scalarReaders[word.name](cursor))
  }
  return items
}

function readEntry(cursor: Cursor, word: TypeWord, map: JsonObject): void {
  let key = ''
  let value: Json | undefined
  readMessage(cursor, readEnd(cursor), (number, type) => {
    if (number === 1) {
      expectWire(type, wire.bytes, 'key')
      key = readText(cursor, readEnd(cursor))
    } else if (number === 2) value = readValue(cursor, type, word, 'value')
    return number < 3
  })
  // A key is anything a client says: `__proto__` too must become a key of its own.
  Object.defineProperty(map, key, {
    value: value ?? zeroOf(word),
    writable: true,
    enumerable: true,
    configurable: true,
  })
}

function readValue(cursor: Cursor, type: number, word: TypeWord, name: string): Json {
  if (word.kind === 'scalar') {
    expectWire(type, scalarWires[word.name], name)
    return scalarReaders[word.name](cursor)
  }
  expectWire(type, wire.bytes, name)
  switch (word.kind) {
    case 'struct':
      return readStruct(cursor, readEnd(cursor), planOf(word.typeName))
    case 'written':
      return readWritten(cursor, readEnd(cursor), word.name, readSchema)
    case 'pointer':
      return readValue(cursor, type, word.of, name)
    case 'list':
    case 'map':
    case 'wrapped':
      return readWrapped(cursor, word.of)
  }
}

function readSchema(cursor: Cursor): Json {
  return readStruct(cursor, readEnd(cursor), planOf(schemaType))
}

const schemaType = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps'

/** A list inside a map has a message of its own around it: `items`, number 1. */
function readWrapped(cursor: Cursor, word: TypeWord): Json {
  const item = word.kind === 'list' ? word.of : word
  const items: Json[] = []
  readMessage(cursor, readEnd(cursor), (number, type) => {
    if (number === 1) readItems(cursor, type, item, items)
    return number === 1
  })
  return items.length === 0 ? null : items
}

const scalarWires: Readonly<Record<ScalarName, number>> = {
  string: wire.bytes,
  bytes: wire.bytes,
  bool: wire.varint,
  int32: wire.varint,
  int64: wire.varint,
  float64: wire.fixed64,
}

const scalarReaders: Readonly<Record<ScalarName, (cursor: Cursor) => Json>> = {
  string: (cursor) => readText(cursor, readEnd(cursor)),
  bytes: (cursor) => {
    const bytes = readBytes(cursor, readEnd(cursor))
    return cursor.buffer.toString('base64', cursor.at - bytes.length, cursor.at)
  },
  bool: (cursor) => readVarint(cursor) !== 0,
  int32: (cursor) => readInteger(cursor) | 0,
  int64: readInteger,
  float64: readDouble,
}

/** The fields of a struct as Go's encoding/json shows them. */
function shown(plan: Plan, slots: readonly (Json | undefined)[]): JsonObject {
  const object: JsonObject = {}
  for (const field of plan.fields) {
    const value = slots[field.slot]
    if (field.isInline) {
      if (field.number > 0) Object.assign(object, value ?? zeroOf(field.word))
      continue
    }
    const isLeftOut = value === undefined ? omitsAbsent(field) : omits(field, value)
    if (!isLeftOut) object[field.json] = value ?? (field.isNullable ? null : zeroOf(field.word))
  }
  return object
}

function omitsAbsent({ omitsEmpty, omitsZero, isNullable, word }: PlanField): boolean {
  return omitsZero || (omitsEmpty && (isNullable || word.kind === 'scalar'))
}

function omits({ omitsEmpty, omitsZero, type }: PlanField, value: Json): boolean {
  if (type.kind === 'scalar') return omitsEmpty && (value === '' || value === 0 || value === false)
  return value === null && (type.kind === 'wrapped' ? omitsEmpty : type.kind === 'written' && omitsZero)
}

function zeroOf(word: TypeWord): Json {
  if (word.kind === 'struct') return shown(planOf(word.typeName), [])
  if (word.kind === 'written') return writtenZeros[word.name]
  return word.kind === 'scalar' ? scalarZeros[word.name] : null
}

const scalarZeros: Readonly<Record<ScalarName, Json>> = {
  string: '',
  bytes: null,
  bool: false,
  int32: 0,
  int64: 0,
  float64: 0,
}
