import { type Json, type JsonObject, unsupportedMediaType } from '#kube'
import type { WatchFrame } from '../contract/rest.ts'
import { protobufFrame } from './frame.ts'
import { contentTypes } from './media.ts'

/** The envelope and message of an object; undefined when its kind has none. */
export function toProtobuf(_object: JsonObject): Promise<Uint8Array | undefined> {
  return Promise.resolve(undefined)
}

/** The object inside an envelope. Throws 400 when it cannot be read. */
export function fromProtobuf(_bytes: Uint8Array): Promise<Json> {
  return Promise.reject(unsupportedMediaType([contentTypes.json, contentTypes.yaml]))
}

/** Frames of a protobuf watch. */
export const watchFrame: WatchFrame = (type, text) => protobufFrame(type, Buffer.from(text))
