import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectPlain, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { ClientError } from '../error.ts'
import { socksHandshake } from './socks.ts'

/**
 * A connection to the host of `url` through a proxy: CONNECT for `http:` and `https:`, SOCKS 5 for `socks5:`. With `tls`
 * it is encrypted up to the host. Throws ClientError `unreachable`.
 */
export async function openTunnel(proxy: URL, url: URL, tls: ConnectionOptions | undefined): Promise<Duplex> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? '443' : '80'))
  const socket = proxy.protocol.startsWith('socks5')
    ? await throughSocks(proxy, host, port)
    : await throughConnect(proxy, `${url.hostname}:${port}`)
  if (tls === undefined) return socket
  const secure = connectTls({ socket, ...tls })
  secure.on('close', () => socket.destroy())
  return secure
}

function throughConnect(proxy: URL, peer: string): Promise<Socket> {
  const isSecure = proxy.protocol === 'https:'
  const request = (isSecure ? httpsRequest : httpRequest)({
    method: 'CONNECT',
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (isSecure ? '443' : '80'),
    path: peer,
    headers: { host: peer, ...proxyAuthorization(proxy) },
    agent: false,
  })
  return new Promise((resolve, reject) => {
    request.on('connect', (answer, socket) => {
      if (answer.statusCode === 200) resolve(socket as Socket)
      else
        reject(new ClientError('unreachable', `${proxy.host} – proxy answers ${answer.statusCode} to CONNECT ${peer}`))
    })
    request.on('error', reject)
    request.end()
  })
}

async function throughSocks(proxy: URL, host: string, port: number): Promise<Socket> {
  const socket = connectPlain(Number(proxy.port || '1080'), proxy.hostname.replace(/^\[|\]$/g, ''))
  try {
    const user =
      proxy.username === ''
        ? undefined
        : { name: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) }
    await socksHandshake(socket, { host, port }, user)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {}
  const text = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(text).toString('base64')}` }
}
