import { Buffer } from 'node:buffer'
import type { Json, JsonObject } from '#kube'
import type { ScalarName, TypeWord } from '../schema/type-word.ts'
import { ProtobufError } from './error.ts'
import { type PlanField, planOf } from './plan.ts'
import { writeWritten } from './write-written.ts'
import { Writer } from './writer.ts'

/**
 * The message of an object, byte for byte as Go writes it: fields by number, maps by key, scalars and structs always,
 * pointers, lists and maps where they are. `kind` and `apiVersion` are not in it: they travel in the envelope; keys that
 * the type does not have are left out. Throws ProtobufError for a value of the wrong type.
 */
export function encodeProtobuf(typeName: string, object: JsonObject): Uint8Array {
  const writer = new Writer()
  writeStruct(writer, object, { typeName, depth: 0 })
  return writer.finish()
}

/** Which struct is written, and how deep it is inside others. */
interface Place {
  readonly typeName: string
  readonly depth: number
}

const maxDepth = 400

function writeStruct(writer: Writer, object: JsonObject, { typeName, depth }: Place): void {
  if (depth > maxDepth) throw new ProtobufError('depth', `${typeName} – nests deeper than ${maxDepth}`)
  for (const field of planOf(typeName).descending) {
    const value = field.isInline ? object : Object.hasOwn(object, field.json) ? object[field.json] : undefined
    try {
      writeField(writer, field, value ?? null, depth)
    } catch (error) {
      if (!(error instanceof ProtobufError) || error.code !== 'value' || error.message.includes(' – ')) throw error
      throw new ProtobufError('value', `${typeName}.${field.json} – ${error.message}`)
    }
  }
}

function writeField(writer: Writer, { number, word, isNullable }: PlanField, value: Json, depth: number): void {
  if (value === null && isNullable) return
  if (word.kind === 'list') writeItems(writer, { number, word: word.of, depth }, value)
  else if (word.kind === 'map') writeMap(writer, { number, word: word.of, depth }, value)
  else writeValue(writer, { number, word, depth }, value)
}

/** What is written under which number. */
interface Slot {
  readonly number: number
  readonly word: TypeWord
  readonly depth: number
}

function writeItems(writer: Writer, slot: Slot, value: Json): void {
  if (!Array.isArray(value)) throw new ProtobufError('value', 'expected a list')
  for (let at = value.length - 1; at >= 0; at--) writeValue(writer, slot, value[at] ?? null)
}

function writeMap(writer: Writer, { number, word, depth }: Slot, value: Json): void {
  const map = mapOf(value)
  for (const key of Object.keys(map).sort().reverse()) {
    const before = writer.length
    const item = map[key] ?? null
    if (item !== null || word.kind !== 'wrapped') writeValue(writer, { number: 2, word, depth }, item)
    writer.text(1, key)
    writer.close(number, before)
  }
}

function writeValue(writer: Writer, slot: Slot, value: Json): void {
  const { number, word, depth } = slot
  if (word.kind === 'scalar') {
    scalarWriters[word.name](writer, number, value)
    return
  }
  const before = writer.length
  if (word.kind === 'struct')
    writeStruct(writer, value === null ? {} : mapOf(value), { typeName: word.typeName, depth: depth + 1 })
  else if (word.kind === 'written')
    writeWritten(writer, word.name, value, (inner, schema) => {
      writeStruct(inner, schema, { typeName: schemaType, depth: depth + 2 })
    })
  else if (word.kind === 'pointer') return writeValue(writer, { ...slot, word: word.of }, value)
  else writeItems(writer, { number: 1, word: itemOf(word.of), depth }, value)
  writer.close(number, before)
}

const schemaType = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps'

function itemOf(word: TypeWord): TypeWord {
  return word.kind === 'list' ? word.of : word
}

function mapOf(value: Json): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ProtobufError('value', 'expected a map')
  return value as JsonObject
}

const scalarWriters: Readonly<Record<ScalarName, (writer: Writer, number: number, value: Json) => void>> = {
  string: (writer, number, value) => writer.text(number, textOf(value)),
  bytes: (writer, number, value) => writer.bytes(number, Buffer.from(textOf(value), 'base64')),
  bool: (writer, number, value) => {
    if (typeof value !== 'boolean' && value !== null) throw new ProtobufError('value', 'expected true or false')
    writer.integer(number, value === true ? 1 : 0)
  },
  int32: writeInteger,
  int64: writeInteger,
  float64: (writer, number, value) => {
    if (typeof value !== 'number' && value !== null) throw new ProtobufError('value', 'expected a number')
    writer.double(number, value ?? 0)
  },
}

function writeInteger(writer: Writer, number: number, value: Json): void {
  if (value !== null && !Number.isInteger(value)) throw new ProtobufError('value', 'expected an integer')
  writer.integer(number, typeof value === 'number' ? value : 0)
}

function textOf(value: Json): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  throw new ProtobufError('value', 'expected a text')
}
