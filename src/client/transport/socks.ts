import type { Socket } from 'node:net'
import { ClientError } from '../error.ts'

/** Opens a way to a peer on a connection to a SOCKS 5 proxy (RFC 1928, 1929). Throws ClientError `unreachable`. */
export async function socksHandshake(
  socket: Socket,
  peer: { readonly host: string; readonly port: number },
  user: { readonly name: string; readonly password: string } | undefined,
): Promise<void> {
  socket.write(user === undefined ? Buffer.of(5, 1, 0) : Buffer.of(5, 2, 0, 2))
  const method = (await take(socket, 2))[1]
  if (method === 2 && user !== undefined) await authenticate(socket, user)
  else if (method !== 0) throw new ClientError('unreachable', 'the SOCKS proxy accepts no way to sign in that we have')
  socket.write(Buffer.concat([Buffer.of(5, 1, 0, 3), short(peer.host), Buffer.of(peer.port >> 8, peer.port & 255)]))
  const [, reply, , kind] = await take(socket, 4)
  if (reply !== 0) throw new ClientError('unreachable', `the SOCKS proxy refuses ${peer.host}:${peer.port} (${reply})`)
  const length = kind === 1 ? 4 : kind === 4 ? 16 : Number((await take(socket, 1))[0])
  await take(socket, length + 2)
}

async function authenticate(socket: Socket, user: { readonly name: string; readonly password: string }): Promise<void> {
  socket.write(Buffer.concat([Buffer.of(1), short(user.name), short(user.password)]))
  const status = (await take(socket, 2))[1]
  if (status !== 0) throw new ClientError('unreachable', 'the SOCKS proxy refuses the user name or password')
}

/** A text of at most 255 bytes behind its length. */
function short(text: string): Buffer {
  const bytes = Buffer.from(text).subarray(0, 255)
  return Buffer.concat([Buffer.of(bytes.length), bytes])
}

/** Exactly so many bytes. */
function take(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error): void => {
      socket.off('readable', attempt).off('error', finish).off('end', ended)
      if (error !== undefined) reject(error)
    }
    const ended = (): void => finish(new ClientError('unreachable', 'the SOCKS proxy closed the connection'))
    const attempt = (): void => {
      const bytes = socket.read(count) as Buffer | null
      if (bytes === null) return
      finish()
      resolve(bytes)
    }
    socket.on('readable', attempt).on('error', finish).on('end', ended)
    attempt()
  })
}
