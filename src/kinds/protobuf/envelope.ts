import { Buffer } from 'node:buffer'
import { ProtobufError } from './error.ts'
import { cursorOf, expectWire, readBytes, readEnd, readMessage, readText, wire } from './reader.ts'
import { Writer } from './writer.ts'

/** What an object travels in (apimachinery's runtime.Unknown). */
export interface Envelope {
  readonly apiVersion: string
  readonly kind: string
  /** The message of the object. */
  readonly raw: Uint8Array
  readonly contentEncoding: string
  readonly contentType: string
}

/** Whether bytes start as an envelope does: `k8s` and a zero. */
export function isEnvelope(bytes: Uint8Array): boolean {
  return magic.every((byte, at) => bytes[at] === byte)
}

/** Opens an envelope; `raw` shares the memory of `bytes`. Throws ProtobufError. */
export function openEnvelope(bytes: Uint8Array): Envelope {
  if (!isEnvelope(bytes))
    throw new ProtobufError(
      'wire',
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    )
  const body = bytes.subarray(magic.length)
  const found = { apiVersion: '', kind: '', raw: new Uint8Array(), contentEncoding: '', contentType: '' }
  const cursor = cursorOf(body)
  readMessage(cursor, body.length, (number, type) => {
    if (number < 1 || number > 4) return false
    expectWire(type, wire.bytes, 'Unknown')
    const end = readEnd(cursor)
    if (number === 1)
      readMessage(cursor, end, (inner) => {
        if (inner !== 1 && inner !== 2) return false
        found[inner === 1 ? 'apiVersion' : 'kind'] = readText(cursor, readEnd(cursor))
        return true
      })
    else if (number === 2) found.raw = readBytes(cursor, end) as Uint8Array<ArrayBuffer>
    else found[number === 3 ? 'contentEncoding' : 'contentType'] = readText(cursor, end)
    return true
  })
  return found
}

/** Puts the message of an object into an envelope. */
export function wrapEnvelope({ apiVersion, kind }: Pick<Envelope, 'apiVersion' | 'kind'>, raw: Uint8Array): Uint8Array {
  const writer = new Writer()
  writer.text(4, '')
  writer.text(3, '')
  writer.bytes(2, raw)
  const before = writer.length
  writer.text(2, kind)
  writer.text(1, apiVersion)
  writer.close(1, before)
  return Buffer.concat([magic, writer.finish()])
}

/**
 * One frame of a watch in protobuf: four bytes of length, big-endian, then a meta/v1 WatchEvent that holds the object in
 * its envelope.
 */
export function watchFrame(type: string, object: Uint8Array): Uint8Array {
  const writer = new Writer()
  writer.bytes(1, object)
  writer.close(2, 0)
  writer.text(1, type)
  const event = writer.finish()
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(event.length)
  return Buffer.concat([length, event])
}

const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0)
