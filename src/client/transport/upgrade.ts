import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { acceptKey } from '#websocket'
import { ClientError } from '../error.ts'
import { refusal } from '../rest/answer.ts'
import { readHead } from './response-head.ts'
import type { Upgraded, UpgradeRequest } from './transport.ts'

/** How the request is sent: headers that go along, and where the path starts. */
export interface UpgradeHead {
  readonly prefix: string
  readonly headers: Readonly<Record<string, string | string[]>>
}

/**
 * Asks for a websocket on a fresh connection (RFC 6455, 4.1). The connection is closed when that fails. Throws StatusError for
 * a refusal, ClientError `bad-answer` and `unreachable`.
 */
export async function upgradeToWebSocket(
  socket: Duplex,
  { path, protocols }: UpgradeRequest,
  { prefix, headers }: UpgradeHead,
): Promise<Upgraded> {
  const key = randomBytes(16).toString('base64')
  const lines = Object.entries({
    ...headers,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': key,
    'sec-websocket-protocol': protocols.join(', '),
  }).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}\r\n`))
  try {
    socket.write(`GET ${prefix}${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    const answer = await readHead(socket)
    if (answer.status !== 101) throw refusal(answer, await answer.readBody())
    const protocol = answer.headers['sec-websocket-protocol'] ?? ''
    if (answer.headers['sec-websocket-accept'] !== acceptKey(key) || !protocols.includes(protocol))
      throw new ClientError('bad-answer', `answer is no websocket of ${protocols.join(', ')}`)
    return { socket, head: answer.rest, protocol }
  } catch (error) {
    socket.destroy()
    throw error
  }
}
