import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WebSocketError } from './error.ts'
import { FrameReader, frameBytes, opcodes } from './frame.ts'

test('frames come out whole, however their bytes are cut', () => {
  const frame = fc.record({ text: fc.boolean(), payload: fc.uint8Array({ maxLength: 70_000, size: 'max' }) })
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 5000 })), (frames, cuts) => {
      const bytes = Buffer.concat(
        frames.map(({ text, payload }) => masked(text ? opcodes.text : opcodes.binary, payload)),
      )
      const reader = new FrameReader({ maxPayloadBytes: 1 << 20, isMasked: true })
      const read = pieces(bytes, cuts).flatMap((piece) => [...reader.push(piece)])
      expect(read.map(({ payload }) => payload.toString('hex'))).toEqual(
        frames.map(({ payload }) => Buffer.from(payload).toString('hex')),
      )
    }),
    { numRuns: 20 },
  )
})

test('any bytes are frames, a refusal, or not yet enough', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        new FrameReader({ maxPayloadBytes: 1000, isMasked: true }).push(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(WebSocketError)
      }
    }),
  )
})

test.each([
  ['unmasked', Buffer.from([0x82, 0x01, 0x00]), 'protocol'],
  ['reserved bit', Buffer.from([0xc2, 0x80]), 'protocol'],
  ['unknown opcode', Buffer.from([0x83, 0x80]), 'protocol'],
  ['long ping', Buffer.from([0x89, 0xfe, 0x01, 0x00]), 'protocol'],
  ['split close', Buffer.from([0x08, 0x80]), 'protocol'],
  ['too long', Buffer.from([0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), 'limit'],
])('%s is refused', (_name, bytes, code) => {
  expect(() => new FrameReader({ maxPayloadBytes: 1000, isMasked: true }).push(bytes)).toThrow(
    expect.objectContaining({ code }),
  )
})

function masked(opcode: number, payload: Uint8Array): Buffer {
  return frameBytes(opcode, payload, Buffer.from([1, 2, 3, 4]))
}

function pieces(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const parts: Buffer[] = []
  let at = 0
  for (const cut of cuts) {
    parts.push(bytes.subarray(at, at + cut))
    at += cut
  }
  return [...parts, bytes.subarray(at)]
}
