import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { type Address, openPipeline } from './pipeline.ts'

/** Opens so many TCP connections, of which a third says nothing, a third half a greeting, a third garbage; then leaves. */
export async function halfOpen({ host, port }: Address, count: number): Promise<void> {
  const sockets: Socket[] = []
  const hello = Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])
  for (let at = 0; at < count; at += 100) {
    const batch = Array.from({ length: Math.min(100, count - at) }, (_, of) => {
      const socket = connectTcp({ host, port })
      socket.on('error', () => socket.destroy())
      socket.once('connect', () => {
        if (of % 3 === 1) socket.write(hello)
        if (of % 3 === 2) socket.write('GET / HTTP/1.1\r\n\r\n')
      })
      return socket
    })
    sockets.push(...batch)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  for (const socket of sockets) socket.destroy()
}

/** TLS connections that send their head or body a byte at a time, for `lastingMs`. */
export async function slowSenders(address: Address, count: number, lastingMs: number): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: count }, () => openTls(address, 'http/1.1')))
  const text = `POST /api/v1/namespaces/fuzz-a/configmaps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer fuzz\r\nContent-Length: 5000\r\n\r\n`
  const end = performance.now() + lastingMs
  for (const [at, socket] of sockets.entries()) if (at % 2 === 0) socket.write(text)
  for (let at = 0; performance.now() < end; at++) {
    for (const socket of sockets) if (!socket.destroyed) socket.write(text[at % text.length] ?? '{')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  for (const socket of sockets) socket.destroy()
}

/** Opens watches by the hundred and leaves without a word. */
export async function abandonedWatches(address: Address, token: string, count: number): Promise<void> {
  for (let at = 0; at < count; at += 100) {
    const pipelines = await Promise.all(Array.from({ length: 100 }, () => openPipeline(address)))
    for (const pipeline of pipelines) {
      const bytes = `GET /api/v1/pods?watch=true HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`
      pipeline.send({ bytes, isHead: false }, () => undefined)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    for (const pipeline of pipelines) pipeline.close()
  }
}

/** Bodies of 100 MB, one behind the other: with their length told, and in chunks. Gives the answers. */
export async function hugeBodies(address: Address, token: string): Promise<readonly string[]> {
  const target = '/api/v1/namespaces/fuzz-a/configmaps'
  const told = `POST ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`
  return [
    await pour(address, `${told}Content-Length: 104857600\r\n\r\n`, (piece) => piece),
    await pour(address, `${told}Transfer-Encoding: chunked\r\n\r\n`, (piece) =>
      Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]),
    ),
  ]
}

const PIECE = Buffer.alloc(65_536, 0x20)

/** Sends until there is an answer; gives its first line and how much had been sent. */
async function pour(address: Address, head: string, wrap: (piece: Buffer) => Buffer): Promise<string> {
  const socket = await openTls(address, 'http/1.1')
  let heard = ''
  let isOver = false
  socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')))
  socket.once('close', () => (isOver = true))
  socket.write(head)
  for (let sent = 0; sent < 104_857_600 && heard === '' && !isOver; sent += PIECE.length) {
    if (!socket.write(wrap(PIECE))) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await new Promise((resolve) => setTimeout(resolve, 200))
  socket.destroy()
  return heard.slice(9, 12)
}

/** Garbage behind the handshake of an upgrade: frames of web sockets and of SPDY that are none. */
export async function brokenUpgrades(address: Address, token: string, count: number): Promise<void> {
  const paths = ['exec?command=a&stdin=true', 'attach?stdin=true', 'portforward?ports=80', 'proxy/a', 'log?follow=true']
  const upgrades = [
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: v5.channel.k8s.io',
    'Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io',
    'Upgrade: websocket\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: ',
    'Upgrade: h2c\r\nHTTP2-Settings: AAAA',
  ]
  for (let at = 0; at < count; at++) {
    const socket = await openTls(address, 'http/1.1')
    const head = `GET /api/v1/namespaces/fuzz-a/pods/fuzz-web/${paths[at % paths.length]} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\n${upgrades[at % upgrades.length]}\r\n\r\n`
    socket.write(
      Buffer.concat([
        Buffer.from(head),
        Buffer.from(Array.from({ length: 200 }, (_, of) => (at * 31 + of * 17) % 256)),
      ]),
    )
    await new Promise((resolve) => setTimeout(resolve, 2))
    socket.destroy()
  }
}

/** A TLS connection that speaks one protocol. Rejects when there is none. */
export function openTls({ host, port }: Address, protocol: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: [protocol] })
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      socket.off('error', reject)
      socket.on('error', () => socket.destroy())
      resolve(socket)
    })
  })
}
