import { encodeProtobuf as encode, typeNameOf as typeNameOfKind, wrapEnvelope as wrap } from '#kinds'
import type { JsonObject } from '#kube'
import type { Obj } from './wire.ts'

/** The message of a built-in object. */
export function encodeProtobuf(typeName: string, object: Obj): Uint8Array {
  return encode(typeName, object as JsonObject)
}

/** An object's message in what it travels in. */
export function wrapEnvelope(object: Obj, raw: Uint8Array): Uint8Array {
  return wrap({ apiVersion: String(object['apiVersion']), kind: String(object['kind']) }, raw)
}

/** The type of a built-in object by its `apiVersion` and `kind`. */
export function typeNameOf(object: Obj): string | undefined {
  const { apiVersion } = object
  const [version = '', group = ''] = typeof apiVersion === 'string' ? apiVersion.split('/').reverse() : []
  return typeNameOfKind({ group, version, kind: String(object['kind']) })
}
