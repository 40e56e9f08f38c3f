import type { WatchEventType } from '../contract/rest.ts'

/** One event of a watch in protobuf: its length in four bytes, then a meta/v1 WatchEvent around the object's envelope. */
export function protobufFrame(type: WatchEventType, object: Uint8Array): Uint8Array {
  const name = Buffer.from(type)
  const raw = Buffer.concat([fieldHead(1, object.length), object])
  const event = Buffer.concat([fieldHead(1, name.length), name, fieldHead(2, raw.length), raw])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(event.length)
  return Buffer.concat([length, event])
}

/** Tag of a length-delimited field, and the length. */
function fieldHead(field: number, length: number): Uint8Array {
  const bytes = [(field << 3) | 2]
  let rest = length
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
