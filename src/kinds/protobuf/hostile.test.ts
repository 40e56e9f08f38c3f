import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupVersionOf } from '#kube'
import { typeNameOf } from '../schema/type-name.ts'
import { decodeProtobuf } from './decode.ts'
import { openEnvelope, wrapEnvelope } from './envelope.ts'
import { ProtobufError, type ProtobufErrorCode } from './error.ts'
import { Writer } from './writer.ts'

const pod = 'io.k8s.api.core.v1.Pod'
const schema = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps'

const rows: readonly { rule: string; bytes: () => Uint8Array; type?: string; code: ProtobufErrorCode }[] = [
  { rule: 'a length past the end', bytes: () => Uint8Array.of(0x0a, 0x7f), code: 'truncated' },
  { rule: 'a length of 2^63', bytes: () => Uint8Array.of(0x0a, ...Array<number>(9).fill(0xff), 1), code: 'truncated' },
  { rule: 'a varint without an end', bytes: () => new Uint8Array(20).fill(0xff), code: 'wire' },
  { rule: 'half a varint', bytes: () => Uint8Array.of(0x80), code: 'truncated' },
  { rule: 'field number 0', bytes: () => Uint8Array.of(0x02, 0), code: 'wire' },
  { rule: 'a number where a message is', bytes: () => Uint8Array.of(0x08, 1), code: 'wire' },
  { rule: 'wire type 7', bytes: () => Uint8Array.of(0x7f), code: 'wire' },
  { rule: 'an inner length past the outer end', bytes: () => Uint8Array.of(0x0a, 2, 0x0a, 9, 0, 0), code: 'truncated' },
  { rule: 'groups without an end', bytes: () => new Uint8Array(100_000).fill(0x7b), code: 'depth' },
  { rule: 'schemas in schemas without end', bytes: () => nestedSchemas(5000), type: schema, code: 'depth' },
  { rule: 'nothing but empty messages', bytes: () => manyContainers(3000), code: 'size' },
  { rule: 'no quantity', bytes: () => quantity('1.x'), code: 'value' },
  {
    rule: 'raw bytes that are no JSON',
    bytes: () => Uint8Array.of(0x42, 3, 0x0a, 1, 0x7b),
    type: schema,
    code: 'value',
  },
]

describe('hostile bytes', () => {
  test.each(rows)('$rule', ({ bytes, type = pod, code }) => {
    expect(() => decodeProtobuf(type, bytes())).toThrowError(expect.objectContaining({ code }) as Error)
  })

  test('no table, no type', () => {
    expect(() => decodeProtobuf('io.k8s.api.core.v1.Nothing', Uint8Array.of())).toThrowError(ProtobufError)
    expect(() => decodeProtobuf('__proto__', Uint8Array.of())).toThrowError(ProtobufError)
  })

  test('no envelope', () => {
    expect(() => openEnvelope(Uint8Array.of(0x6b, 0x38, 0x73))).toThrowError(ProtobufError)
    expect(() => openEnvelope(Uint8Array.of(0x6b, 0x38, 0x73, 0, 0x0a, 5))).toThrowError(ProtobufError)
  })

  test('any bytes are an object or a ProtobufError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(pod, schema), (bytes, type) => {
        try {
          JSON.stringify(decodeProtobuf(type, bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(ProtobufError)
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('any change of a real body is an object or a ProtobufError', () => {
    const bodies = JSON.parse(readFileSync('fixtures/protobuf/kubectl-create.json', 'utf8')) as { base64: string }[]
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), body: fc.constantFrom(...bodies) })
    fc.assert(
      fc.property(change, ({ at, byte, body }) => {
        const bytes = Buffer.from(body.base64, 'base64')
        bytes[at % bytes.length] = byte
        try {
          const { apiVersion, kind, raw } = openEnvelope(bytes)
          const typeName = typeNameOf({ ...groupVersionOf(apiVersion), kind }) ?? pod
          JSON.stringify(decodeProtobuf(typeName, raw))
        } catch (error) {
          expect(error).toBeInstanceOf(ProtobufError)
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('unknown fields are skipped', () => {
    const writer = new Writer()
    writer.text(200, 'later')
    writer.integer(201, 5)
    writer.double(202, 1.5)
    expect(decodeProtobuf('io.k8s.api.core.v1.Capabilities', writer.finish())).toEqual({})
  })

  test('an envelope holds what was put in', () => {
    const raw = Uint8Array.of(1, 2, 3)
    const opened = openEnvelope(wrapEnvelope({ apiVersion: 'v1', kind: 'Pod' }, raw))
    expect(opened).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      raw: Buffer.from(raw),
      contentEncoding: '',
      contentType: '',
    })
  })
})

/** JSONSchemaProps.not inside .not. */
function nestedSchemas(depth: number): Uint8Array {
  const writer = new Writer()
  for (let level = 0; level < depth; level++) writer.close(28, 0)
  return writer.finish()
}

/** Pod.spec.overhead.cpu. */
function quantity(text: string): Uint8Array {
  const writer = new Writer()
  writer.text(1, text)
  writer.close(2, 0)
  writer.text(1, 'cpu')
  writer.close(32, 0)
  writer.close(2, 0)
  return writer.finish()
}

function manyContainers(count: number): Uint8Array {
  const writer = new Writer()
  for (let at = 0; at < count; at++) writer.bytes(2, new Uint8Array())
  writer.close(2, 0)
  return writer.finish()
}
