import assert from 'node:assert/strict'
import type { TransportResponse } from '#client'
import { decodeProtobuf, isEnvelope, openEnvelope } from '#kinds'
import { typeNameOf } from './typed.ts'

/** An object of the API. */
export type Obj = Record<string, unknown>

/** How bodies are written. */
export type Wire = 'protobuf' | 'json'

/** The object in a body of either encoding; what is neither comes back under `text`. */
export function decodeBody(bytes: Uint8Array): Obj {
  if (isEnvelope(bytes)) return decodeEnvelope(bytes)
  const text = Buffer.from(bytes).toString()
  try {
    return JSON.parse(text) as Obj
  } catch {
    return { text }
  }
}

/** The events of a watch of either encoding. */
export async function* frames(response: TransportResponse): AsyncGenerator<{ type: string; object: Obj }> {
  const isProtobuf = response.headers['content-type']?.includes('protobuf') === true
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of response.body) {
    rest = Buffer.concat([rest, Buffer.from(chunk)])
    for (;;) {
      const length = isProtobuf ? messageLength(rest) : lineLength(rest)
      if (length === undefined) break
      const frame = rest.subarray(isProtobuf ? 4 : 0, length)
      rest = rest.subarray(length)
      yield isProtobuf ? decodeEvent(frame) : (JSON.parse(frame.toString()) as { type: string; object: Obj })
    }
  }
}

function decodeEnvelope(bytes: Uint8Array): Obj {
  const { apiVersion, kind, raw } = openEnvelope(bytes)
  const name = typeNameOf({ apiVersion, kind })
  if (name === undefined) assert.fail(`no message is known for ${apiVersion} ${kind}`)
  return { kind, apiVersion, ...decodeProtobuf(name, raw) }
}

function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined
  const length = 4 + bytes.readUInt32BE(0)
  return bytes.length < length ? undefined : length
}

function lineLength(bytes: Buffer): number | undefined {
  const end = bytes.indexOf(10)
  return end < 0 ? undefined : end + 1
}

/** A WatchEvent: its type, and its object inside a RawExtension. */
function decodeEvent(frame: Buffer): { type: string; object: Obj } {
  const fields = fieldsOf(frame)
  const object = fieldsOf(fields.get(2) ?? Buffer.alloc(0)).get(1)
  return { type: fields.get(1)?.toString() ?? '', object: decodeBody(object ?? Buffer.alloc(0)) }
}

/** The fields of a message that has only texts and messages. */
function fieldsOf(message: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let at = 0; at < message.length; ) {
    const number = (message[at] ?? 0) >> 3
    let length = 0
    let shift = 0
    do {
      at++
      length += ((message[at] ?? 0) & 127) * 2 ** shift
      shift += 7
    } while ((message[at] ?? 0) > 127)
    fields.set(number, message.subarray(at + 1, at + 1 + length))
    at += 1 + length
  }
  return fields
}
