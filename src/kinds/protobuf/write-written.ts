import { Buffer } from 'node:buffer'
import type { Json, JsonObject } from '#kube'
import type { WrittenName } from '../schema/type-word.ts'
import { ProtobufError } from './error.ts'
import { readTimestamp } from './timestamp.ts'
import type { Writer } from './writer.ts'

/** Writes the fields of a JSONSchemaProps. */
export type SchemaWriter = (writer: Writer, value: JsonObject) => void

/** Writes the fields of a type whose JSON is no struct; null writes what Go writes where it was never set. */
export function writeWritten(writer: Writer, name: WrittenName, value: Json, schema: SchemaWriter): void {
  writers[name](writer, value, schema)
}

const writers: Readonly<Record<WrittenName, (writer: Writer, value: Json, schema: SchemaWriter) => void>> = {
  Quantity: (writer, value) => writer.text(1, quantityText(value)),
  IntOrString: writeIntOrString,
  Time: (writer, value) => writeTimestamp(writer, value, false),
  MicroTime: (writer, value) => writeTimestamp(writer, value, true),
  FieldsV1: writeJson,
  RawExtension: writeJson,
  JSON: writeJson,
  SchemaOrArray: writeSchemaOrArray,
  SchemaOrBool: writeSchemaOrBool,
  SchemaOrTexts: writeSchemaOrTexts,
}

function quantityText(value: Json): string {
  if (value === null) return '0'
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new ProtobufError('value', 'a quantity is a text or a number')
}

function writeIntOrString(writer: Writer, value: Json): void {
  if (value !== null && typeof value !== 'string' && !Number.isSafeInteger(value))
    throw new ProtobufError('value', 'expected an integer or a text')
  writer.text(3, typeof value === 'string' ? value : '')
  writer.integer(2, typeof value === 'number' ? value : 0)
  writer.integer(1, typeof value === 'string' ? 1 : 0)
}

function writeTimestamp(writer: Writer, value: Json, isMicro: boolean): void {
  if (value === null || value === '') return
  if (typeof value !== 'string') throw new ProtobufError('value', 'a time is a text')
  const time = readTimestamp(value)
  if (time === undefined) return
  writer.integer(2, isMicro ? time.nanos - (time.nanos % 1000) : 0)
  writer.integer(1, time.seconds)
}

function writeJson(writer: Writer, value: Json): void {
  if (value !== null) writer.bytes(1, Buffer.from(JSON.stringify(value)))
}

function writeSchemaOrArray(writer: Writer, value: Json, schema: SchemaWriter): void {
  if (Array.isArray(value)) for (const item of value.toReversed()) nested(writer, 2, item, schema)
  else if (value !== null) nested(writer, 1, value, schema)
}

function writeSchemaOrBool(writer: Writer, value: Json, schema: SchemaWriter): void {
  if (typeof value === 'object' && value !== null) nested(writer, 2, value, schema)
  writer.integer(1, value === false || value === null ? 0 : 1)
}

function writeSchemaOrTexts(writer: Writer, value: Json, schema: SchemaWriter): void {
  if (Array.isArray(value))
    for (const item of value.toReversed()) writer.text(2, typeof item === 'string' ? item : JSON.stringify(item))
  else if (value !== null) nested(writer, 1, value, schema)
}

function nested(writer: Writer, number: number, value: Json, schema: SchemaWriter): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ProtobufError('value', 'a schema is a map')
  const before = writer.length
  schema(writer, value as JsonObject)
  writer.close(number, before)
}
