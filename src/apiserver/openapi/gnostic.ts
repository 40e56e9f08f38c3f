import { ProtobufWriter } from '#kinds'
import type { Json, JsonObject } from '#kube'
import { type FieldShape, type MessageName, messages } from './gnostic-shapes.ts'

/**
 * An OpenAPI v2 document as the protobuf message openapi.v2.Document (google/gnostic, OpenAPIv2.proto), which is what
 * `application/com.github.proto-openapi.spec.v2.v1.0+protobuf` holds.
 */
export function encodeOpenApiV2(document: JsonObject): Uint8Array {
  const writer = new ProtobufWriter()
  writeMessage(writer, 'Document', document)
  return writer.finish()
}

/** Fields are written from the highest number to the lowest: the writer goes back to front. */
function writeMessage(writer: ProtobufWriter, name: MessageName, value: JsonObject): void {
  const { fields, extensions } = messages[name]
  if (extensions !== undefined) writeExtensions(writer, extensions, value)
  for (const [key, number, shape] of fields) {
    const field = Object.hasOwn(value, key) ? value[key] : undefined
    if (field !== undefined && field !== null) writeField(writer, number, shape, field)
  }
}

/** What starts with `x-` travels as YAML text; JSON is YAML. */
function writeExtensions(writer: ProtobufWriter, number: number, value: JsonObject): void {
  for (const key of Object.keys(value).sort().reverse()) {
    if (!key.startsWith('x-')) continue
    const start = writer.length
    writeAny(writer, 2, value[key] ?? null)
    writer.text(1, key)
    writer.close(number, start)
  }
}

function writeAny(writer: ProtobufWriter, number: number, value: Json): void {
  const start = writer.length
  writer.text(2, `${JSON.stringify(value)}\n`)
  writer.close(number, start)
}

function writeField(writer: ProtobufWriter, number: number, shape: FieldShape, value: Json): void {
  switch (shape.kind) {
    case 'text':
      writer.text(number, String(value as string))
      break
    case 'bool':
      if (value === true) writer.integer(number, 1)
      break
    case 'integer':
      writer.integer(number, Number(value))
      break
    case 'double':
      writer.double(number, Number(value))
      break
    case 'any':
      writeAny(writer, number, value)
      break
    case 'list':
      for (const item of (value as Json[]).toReversed()) writeField(writer, number, shape.of, item)
      break
    case 'map':
      writeMap(writer, { number, of: shape.of }, value as JsonObject)
      break
    case 'message':
      nest(writer, number, () => writeMessage(writer, shape.name, value as JsonObject))
      break
    case 'choice':
      nest(writer, number, () => writeChoice(writer, shape.choose(value)))
      break
  }
}

/** A map is a message of its own, whose entries are named values; `Paths` alone has them under another number. */
function writeMap(writer: ProtobufWriter, { number, of }: { number: number; of: FieldShape }, map: JsonObject): void {
  const entries = of.kind === 'message' && of.name === 'PathItem' ? 2 : 1
  nest(writer, number, () => {
    for (const key of Object.keys(map).toReversed()) {
      const start = writer.length
      writeField(writer, 2, of, map[key] ?? null)
      writer.text(1, key)
      writer.close(entries, start)
    }
  })
}

function writeChoice(writer: ProtobufWriter, { number, shape, value }: ReturnType<Choose>): void {
  writeField(writer, number, shape, value)
}

type Choose = Extract<FieldShape, { kind: 'choice' }>['choose']

function nest(writer: ProtobufWriter, number: number, write: () => void): void {
  const start = writer.length
  write()
  writer.close(number, start)
}
