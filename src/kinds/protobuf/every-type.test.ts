import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { groupVersionOf, type Json, type JsonObject } from '#kube'
import { type FieldRow, typeNames, typeRow } from '../schema/table.ts'
import { typeNameOf } from '../schema/type-name.ts'
import type { ScalarName, TypeWord, WrittenName } from '../schema/type-word.ts'
import { decodeProtobuf } from './decode.ts'
import { encodeProtobuf } from './encode.ts'
import { openEnvelope, wrapEnvelope } from './envelope.ts'

const withMessage = typeNames().filter((name) => typeRow(name)?.fields.some(({ number }) => number > 0))

test('every type with every field set comes back as it was', () => {
  expect(withMessage.length).toBeGreaterThan(600)
  for (const name of withMessage) {
    const object = filled(name, 0)
    const bytes = encodeProtobuf(name, object)
    expect(decodeProtobuf(name, bytes), name).toEqual(object)
  }
})

/** `testdata` of Kubernetes' own k8s.io/api: every kind as JSON and as protobuf. */
const folder = process.env.BERTH_KUBERNETES_TESTDATA ?? ''

describe.skipIf(!existsSync(folder))(`messages are those of Kubernetes (BERTH_KUBERNETES_TESTDATA=${folder})`, () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.pb')) : []

  test.each(files)('%s', (file) => {
    const bytes = readFileSync(join(folder, file))
    const { apiVersion, kind, raw } = openEnvelope(bytes)
    const typeName = typeNameOf({ ...groupVersionOf(apiVersion), kind })
    const text = join(folder, file.replace(/pb$/, 'json'))
    if (typeName === undefined || !existsSync(text)) return
    const object = JSON.parse(readFileSync(text, 'utf8')) as JsonObject
    expect({ kind, apiVersion, ...decodeProtobuf(typeName, raw) }).toEqual(object)
    const again = wrapEnvelope({ apiVersion, kind }, encodeProtobuf(typeName, object))
    expect(Buffer.from(again)).toEqual(bytes)
  })
})

/** An object of a type in which everything is set, those inside those inside too: deeper ones have their own turn. */
function filled(typeName: string, depth: number): JsonObject {
  const object: JsonObject = {}
  for (const field of typeRow(typeName)?.fields ?? []) {
    if (field.number === 0) continue
    const value = valueOf(field.type, depth + 1)
    if (field.isInline) Object.assign(object, filledInline(field, depth))
    else object[field.json] = value
  }
  return object
}

function filledInline({ type }: FieldRow, depth: number): JsonObject {
  return type.kind === 'struct' ? filled(type.typeName, depth) : {}
}

function valueOf(word: TypeWord, depth: number): Json {
  switch (word.kind) {
    case 'scalar':
      return scalars[word.name]
    case 'written':
      return written[word.name]
    case 'struct':
      return depth > 2 ? decodeProtobuf(word.typeName, new Uint8Array()) : filled(word.typeName, depth)
    case 'pointer':
    case 'wrapped':
      return valueOf(word.of, depth)
    case 'list':
      return [valueOf(word.of, depth)]
    case 'map':
      return { key: valueOf(word.of, depth) }
  }
}

const scalars: Readonly<Record<ScalarName, Json>> = {
  string: 'text',
  bool: true,
  int32: -7,
  int64: 2 ** 40,
  float64: 1.5,
  bytes: 'AQI=',
}

const written: Readonly<Record<WrittenName, Json>> = {
  Quantity: '2Gi',
  IntOrString: 'http',
  Time: '2026-01-31T10:00:00Z',
  MicroTime: '2026-01-31T10:00:00.123456Z',
  FieldsV1: { 'f:a': {} },
  RawExtension: { kind: 'A', apiVersion: 'v1' },
  JSON: [1, 'a', null],
  SchemaOrArray: [{ type: 'string' }],
  SchemaOrBool: false,
  SchemaOrTexts: ['a', 'b'],
}
