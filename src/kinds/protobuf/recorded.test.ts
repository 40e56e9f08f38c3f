import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { groupVersionOf } from '#kube'
import { typeNameOf } from '../schema/type-name.ts'
import { decodeProtobuf } from './decode.ts'
import { encodeProtobuf } from './encode.ts'
import { openEnvelope, wrapEnvelope } from './envelope.ts'

/** What `kubectl create` 1.34 sends, and the object it means. */
interface Recorded {
  readonly apiVersion: string
  readonly kind: string
  readonly base64: string
  readonly object: JsonObject
}

const rows = JSON.parse(readFileSync('fixtures/protobuf/kubectl-create.json', 'utf8')) as readonly Recorded[]

describe('bodies of kubectl', () => {
  test.each(rows)('$kind', ({ apiVersion, kind, base64, object }) => {
    const bytes = Buffer.from(base64, 'base64')
    const envelope = openEnvelope(bytes)
    expect(envelope).toMatchObject({ apiVersion, kind, contentType: '', contentEncoding: '' })
    const typeName = typeNameOf({ ...groupVersionOf(apiVersion), kind }) ?? ''
    expect(decodeProtobuf(typeName, envelope.raw)).toEqual(object)
    const again = wrapEnvelope(envelope, encodeProtobuf(typeName, object))
    expect(Buffer.from(again).toString('base64')).toBe(base64)
  })
})
