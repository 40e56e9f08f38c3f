import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'

/** What a handshake is answered with. */
export interface Handshake {
  readonly key: string
  /** The subprotocol that was agreed on; empty for none. */
  readonly protocol: string
  /** Bytes that came behind the request. */
  readonly head: Uint8Array
}

/** The server's answer to a handshake, written to its connection. */
export function answerHandshake(socket: Duplex, { key, protocol }: Omit<Handshake, 'head'>): void {
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptKey(key)}`,
    ...(protocol === '' ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** What proves that a server has read the client's key. */
export function acceptKey(key: string): string {
  return createHash('sha1').update(`${key}${MAGIC}`).digest('base64')
}
