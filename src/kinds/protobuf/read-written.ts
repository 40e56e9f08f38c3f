import { type Json, parseQuantity, printQuantity, quantityMessage } from '#kube'
import type { WrittenName } from '../schema/type-word.ts'
import { ProtobufError } from './error.ts'
import { type Cursor, expectWire, readBytes, readEnd, readInteger, readMessage, readText, wire } from './reader.ts'
import { printMicroTime, printTime, type Timestamp } from './timestamp.ts'

/** Reads a length and the JSONSchemaProps behind it. */
export type SchemaReader = (cursor: Cursor) => Json

/** What Go prints for each type where it was never set. */
export const writtenZeros: Readonly<Record<WrittenName, Json>> = {
  Quantity: '0',
  IntOrString: 0,
  Time: null,
  MicroTime: null,
  FieldsV1: null,
  RawExtension: null,
  JSON: null,
  SchemaOrArray: null,
  SchemaOrBool: false,
  SchemaOrTexts: null,
}

/** Reads the message, up to `end`, of a type whose JSON is no struct. Throws ProtobufError. */
export function readWritten(cursor: Cursor, end: number, name: WrittenName, schema: SchemaReader): Json {
  return readers[name](cursor, end, schema)
}

const readers: Readonly<Record<WrittenName, (cursor: Cursor, end: number, schema: SchemaReader) => Json>> = {
  Quantity: (cursor, end) => readOnly(cursor, end, readQuantity) ?? '0',
  IntOrString: readIntOrString,
  Time: (cursor, end) => printTime(readTimestamp(cursor, end)),
  MicroTime: (cursor, end) => printMicroTime(readTimestamp(cursor, end)),
  FieldsV1: readJson,
  RawExtension: readJson,
  JSON: readJson,
  SchemaOrArray: (cursor, end, schema) => readSchemas(cursor, end, schema),
  SchemaOrBool: readSchemaOrBool,
  SchemaOrTexts: (cursor, end, schema) => readSchemas(cursor, end, schema, (inner) => readText(inner, readEnd(inner))),
}

/** The one field, of bytes, that a message has. */
function readOnly<T>(cursor: Cursor, end: number, read: (cursor: Cursor, end: number) => T): T | undefined {
  let value: T | undefined
  readMessage(cursor, end, (number, type) => {
    if (number !== 1) return false
    expectWire(type, wire.bytes, 'raw')
    value = read(cursor, readEnd(cursor))
    return true
  })
  return value
}

function readQuantity(cursor: Cursor, end: number): string {
  const quantity = parseQuantity(readText(cursor, end))
  if (quantity === undefined) throw new ProtobufError('value', quantityMessage)
  return printQuantity(quantity)
}

function readIntOrString(cursor: Cursor, end: number): Json {
  const value = { isText: false, number: 0, text: '' }
  readMessage(cursor, end, (number, type) => {
    if (number < 1 || number > 3) return false
    expectWire(type, number === 3 ? wire.bytes : wire.varint, 'intOrString')
    if (number === 1) value.isText = readInteger(cursor) === 1
    else if (number === 2) value.number = readInteger(cursor) | 0
    else value.text = readText(cursor, readEnd(cursor))
    return true
  })
  return value.isText ? value.text : value.number
}

/** An empty message is Go's zero time: the first second of year 1. */
function readTimestamp(cursor: Cursor, end: number): Timestamp {
  if (cursor.at === end) return { seconds: -62_135_596_800, nanos: 0 }
  let [seconds, nanos] = [0, 0]
  readMessage(cursor, end, (number, type) => {
    if (number !== 1 && number !== 2) return false
    expectWire(type, wire.varint, 'timestamp')
    if (number === 1) seconds = readInteger(cursor)
    else nanos = readInteger(cursor) | 0
    return true
  })
  return { seconds, nanos }
}

function readJson(cursor: Cursor, end: number): Json {
  const raw = readOnly(cursor, end, readBytes)
  if (raw === undefined || raw.length === 0) return null
  try {
    return JSON.parse(new TextDecoder().decode(raw)) as Json
  } catch (cause) {
    throw new ProtobufError('value', `raw bytes inside the object are no JSON: ${(cause as Error).message}`)
  }
}

/** One schema (number 1), or a list of something (number 2), schemas unless `item` is given. */
function readSchemas(cursor: Cursor, end: number, schema: SchemaReader, item: SchemaReader = schema): Json {
  let one: Json = null
  const many: Json[] = []
  readMessage(cursor, end, (number, type) => {
    if (number !== 1 && number !== 2) return false
    expectWire(type, wire.bytes, 'schema')
    if (number === 1) one = schema(cursor)
    else many.push(item(cursor))
    return true
  })
  return many.length > 0 ? many : one
}

function readSchemaOrBool(cursor: Cursor, end: number, schema: SchemaReader): Json {
  let value: Json = false
  readMessage(cursor, end, (number, type) => {
    if (number !== 1 && number !== 2) return false
    expectWire(type, number === 1 ? wire.varint : wire.bytes, 'schema')
    if (number === 2) value = schema(cursor)
    else if (typeof value === 'boolean') value = readInteger(cursor) !== 0
    else readInteger(cursor)
    return true
  })
  return value
}
