/** A protobuf message made of its fields (protobuf.dev/programming-guides/encoding). */
export function message(...fields: readonly Uint8Array[]): Buffer {
  return Buffer.concat(fields)
}

/** A field of length-delimited bytes: bytes, text or a message. */
export function bytesField(number: number, bytes: Uint8Array | string): Buffer {
  const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  return Buffer.concat([varint(number * 8 + 2), varint(body.length), body])
}

/** A field of a whole number that is not negative, or of a boolean; 0 is left out, as proto3 does. */
export function numberField(number: number, value: number | boolean): Buffer {
  return Number(value) === 0 ? Buffer.alloc(0) : Buffer.concat([varint(number * 8), varint(Number(value))])
}

/** The fields of a message: numbers (inexact past 2^53) and bytes. Throws RangeError when it is cut short or malformed. */
export function* fieldsOf(bytes: Buffer): Generator<readonly [number: number, value: number | Buffer], void, void> {
  let at = 0
  while (at < bytes.length) {
    const [tag, afterTag] = readVarint(bytes, at)
    const wireType = tag & 7
    if (wireType === 0) {
      const [value, next] = readVarint(bytes, afterTag)
      yield [Math.floor(tag / 8), value]
      at = next
      continue
    }
    const [length, start] = wireType === 2 ? readVarint(bytes, afterTag) : [fixedBytes(wireType), afterTag]
    if (start + length > bytes.length) throw new RangeError('message is cut short')
    yield [Math.floor(tag / 8), bytes.subarray(start, start + length)]
    at = start + length
  }
}

function fixedBytes(wireType: number): number {
  if (wireType === 1) return 8
  if (wireType === 5) return 4
  throw new RangeError(`unknown wire type ${wireType}`)
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Buffer.from(bytes)
}

function readVarint(bytes: Buffer, start: number): [value: number, next: number] {
  let value = 0
  let scale = 1
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at]
    if (byte === undefined) throw new RangeError('message is cut short')
    value += (byte & 127) * scale
    if (byte < 128) return [value, at + 1]
    scale *= 128
  }
  throw new RangeError('number is too long')
}
