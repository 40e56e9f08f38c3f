import { constants, createDeflate } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteWire, WireEvents } from '../wire.ts'
import { SpdyConnection } from './connection.ts'
import { headerDictionary } from './dictionary.ts'
import { controlFrame, dataFrame, finFlag, frameTypes, type SpdyFrame, SpdyReader, words } from './frame.ts'
import { HeaderPacker, HeaderUnpacker, type SpdyHeaders } from './headers.ts'
import type { SpdyStream } from './stream.ts'

test('headers come back as they were packed, block after block', async () => {
  const headers = fc.dictionary(fc.stringMatching(/^[a-z-]{1,20}$/), fc.string({ maxLength: 100 }), { maxKeys: 8 })
  await fc.assert(
    fc.asyncProperty(fc.array(headers, { maxLength: 6 }), async (blocks) => {
      const [packer, client, unpacker, mixed] = [
        new HeaderPacker(),
        clientPacker(),
        new HeaderUnpacker(),
        new HeaderUnpacker(),
      ]
      for (const block of blocks) {
        expect({ ...(await unpacker.unpack(packer.pack(block))) }).toEqual({ ...block })
        expect({ ...(await mixed.unpack(await client(block))) }).toEqual({ ...block })
      }
    }),
    { numRuns: 40 },
  )
})

test('a block that inflates without end is refused', async () => {
  const bomb = await clientPacker()({ a: 'x'.repeat(1 << 20) })
  await expect(new HeaderUnpacker().unpack(bomb)).rejects.toMatchObject({ name: 'StreamError' })
})

test('frames come out whole, however their bytes are cut', () => {
  const frame = fc.record({ id: fc.integer({ min: 1, max: 1000 }), payload: fc.uint8Array({ maxLength: 3000 }) })
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 700 })), (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(({ id, payload }) => dataFrame(id, 0, payload)))
      const reader = new SpdyReader()
      const read: SpdyFrame[] = []
      let at = 0
      for (const cut of [...cuts, bytes.length]) {
        read.push(...reader.push(bytes.subarray(at, at + cut)))
        at += cut
      }
      expect(read.map(({ streamId, payload }) => [streamId, payload.toString('hex')])).toEqual(
        frames.map(({ id, payload }) => [id, Buffer.from(payload).toString('hex')]),
      )
    }),
  )
})

test('a stream echoes what it is sent and closes with it', async () => {
  const { wire, sent } = createWire()
  new SpdyConnection(wire, (stream) => {
    stream.pipe(stream)
    return true
  }).start()
  const pack = clientPacker()
  wire.give(
    controlFrame(
      frameTypes.synStream,
      0,
      Buffer.concat([words(1, 0), Buffer.from([0, 0]), await pack({ streamType: 'data' })]),
    ),
  )
  wire.give(dataFrame(1, finFlag, Buffer.from('hello')))
  await expect
    .poll(() => sent().map(({ type, flags, payload }) => type ?? `${payload.toString()} ${flags}`))
    .toEqual([frameTypes.synReply, 'hello 0', ' 1'])
})

test('reading stops while nobody takes the data, and goes on after', async () => {
  const { wire } = createWire()
  const streams: SpdyStream[] = []
  new SpdyConnection(wire, (stream) => streams.push(stream) > 0).start()
  wire.give(
    controlFrame(frameTypes.synStream, 0, Buffer.concat([words(1, 0), Buffer.from([0, 0]), await clientPacker()({})])),
  )
  await expect.poll(() => streams.length).toBe(1)
  for (let count = 0; count < 20; count++) wire.give(dataFrame(1, 0, Buffer.alloc(32 * 1024)))
  expect(wire.isPaused()).toBe(true)
  streams[0]?.resume()
  await expect.poll(() => wire.isPaused()).toBe(false)
})

test.each([
  ['an even stream id', 2, 'goaway'],
  ['a stream id that goes back', 1, 'goaway'],
])('%s ends the connection', async (_name, id) => {
  const { wire, sent } = createWire()
  const connection = new SpdyConnection(wire, () => true)
  connection.start()
  const pack = clientPacker()
  for (const streamId of [1, id])
    wire.give(
      controlFrame(frameTypes.synStream, 0, Buffer.concat([words(streamId, 0), Buffer.from([0, 0]), await pack({})])),
    )
  await expect.poll(() => connection.closed.aborted).toBe(true)
  expect(sent().at(-1)?.type).toBe(frameTypes.goAway)
})

test('pings of the client are answered, its other frames change nothing', () => {
  const { wire, sent } = createWire()
  new SpdyConnection(wire, () => true).start()
  wire.give(controlFrame(frameTypes.settings, 0, words(0)))
  wire.give(controlFrame(frameTypes.windowUpdate, 0, words(1, 100)))
  wire.give(controlFrame(frameTypes.ping, 0, words(7)))
  wire.give(controlFrame(frameTypes.ping, 0, words(8)))
  expect(sent().map(({ type, payload }) => [type, payload.readUInt32BE()])).toEqual([[frameTypes.ping, 7]])
})

test('hostile bytes end the connection or do nothing; they never throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 10 }), async (chunks) => {
      const { wire } = createWire()
      new SpdyConnection(wire, () => true).start()
      wire.give(Buffer.from([0x80, 3, 0, 1, 0, 0, 0, 20]))
      for (const chunk of chunks) wire.give(chunk)
      await Promise.resolve()
    }),
    { numRuns: 100 },
  )
})

/** Packs as Go's client does: one deflate stream with the dictionary, flushed after every block. */
function clientPacker(): (headers: SpdyHeaders) => Promise<Buffer> {
  const deflate = createDeflate({ dictionary: headerDictionary })
  const chunks: Buffer[] = []
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk))
  return (headers) =>
    new Promise((resolve) => {
      const texts = Object.entries(headers).flatMap(([name, value]) => [name, value].map((text) => Buffer.from(text)))
      const parts = texts.flatMap((text) => [words(text.length), text])
      deflate.write(Buffer.concat([words(texts.length / 2), ...parts]))
      deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(Buffer.concat(chunks.splice(0))))
    })
}

function createWire(): {
  readonly wire: ByteWire & { give(bytes: Uint8Array): void; isPaused(): boolean }
  sent(): readonly SpdyFrame[]
} {
  const written: Buffer[] = []
  let events: WireEvents | undefined
  let isPaused = false
  return {
    wire: {
      start: (given) => {
        events = given
      },
      write: (bytes) => written.push(Buffer.from(bytes)) > 0,
      onDrain: () => {},
      setPaused: (paused) => {
        isPaused = paused
      },
      end: () => {},
      give: (bytes) => events?.data(bytes),
      isPaused: () => isPaused,
    },
    sent: () => new SpdyReader().push(Buffer.concat(written)),
  }
}
