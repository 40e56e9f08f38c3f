import { connect as connectPlain, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { openTunnel } from './tunnel.ts'

/** Where a connection of its own goes, and how. */
export interface ConnectionTarget {
  readonly url: URL
  readonly proxy?: URL | undefined
  /** Absent for plain HTTP. */
  readonly tls?: ConnectionOptions | undefined
  readonly signal?: AbortSignal | undefined
}

/** Opens a connection that nobody else uses. Rejects with the system's error when nobody answers; ClientError through a proxy. */
export async function openConnection({ url, proxy, tls, signal }: ConnectionTarget): Promise<Duplex> {
  const socket = proxy === undefined ? direct(url, tls) : await openTunnel(proxy, url, tls)
  signal?.addEventListener('abort', () => socket.destroy(), { once: true })
  if (signal?.aborted === true) socket.destroy()
  if (socket !== undefined && isConnecting(socket))
    await connected(socket, tls === undefined ? 'connect' : 'secureConnect')
  return socket
}

function direct(url: URL, tls: ConnectionOptions | undefined): Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? '443' : '80'))
  const socket = tls === undefined ? connectPlain({ host, port }) : connectTls({ host, port, ...tls })
  socket.setNoDelay(true)
  return socket
}

function isConnecting(socket: Duplex): boolean {
  return 'connecting' in socket && socket.connecting === true
}

function connected(socket: Duplex, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => {
      socket.off('error', reject)
      resolve()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('connection closed')))
  })
}
