import {
  decodeProtobuf,
  encodeProtobuf,
  watchFrame as frameOf,
  openEnvelope,
  ProtobufError,
  typeNameOf,
  wrapEnvelope,
} from '#kinds'
import { badRequest, groupVersionOf, type JsonObject } from '#kube'
import type { WatchFrame } from '../contract/rest.ts'

/** The envelope and message of an object; undefined when its kind has none. */
export function toProtobuf(object: JsonObject): Uint8Array | undefined {
  const [apiVersion, kind] = [textOf(object['apiVersion']), textOf(object['kind'])]
  const typeName = typeNameFor(apiVersion, kind)
  return typeName === undefined ? undefined : wrapEnvelope({ apiVersion, kind }, encodeProtobuf(typeName, object))
}

/**
 * The object inside an envelope. Throws 400 when it cannot be read; an envelope that names no kind of ours gives just what
 * it names, and is refused for that by whoever expected something else.
 */
export function fromProtobuf(bytes: Uint8Array): JsonObject {
  try {
    const { apiVersion, kind, raw } = openEnvelope(bytes)
    const typeName = typeNameFor(apiVersion, kind)
    const head = { kind, apiVersion }
    return typeName === undefined ? head : Object.assign(head, decodeProtobuf(typeName, raw))
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(error.message)
    throw error
  }
}

/** Frames of a protobuf watch. Objects without a message (tables) travel as the Status that says so. */
export const watchFrame: WatchFrame = (type, text) => {
  const envelope = toProtobuf(JSON.parse(text) as JsonObject)
  return frameOf(type, envelope ?? wrapEnvelope({ apiVersion: '', kind: '' }, new Uint8Array()))
}

function typeNameFor(apiVersion: string, kind: string): string | undefined {
  return typeNameOf({ ...groupVersionOf(apiVersion), kind })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
