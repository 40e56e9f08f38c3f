import { createServer as createHttp, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { httpTransport } from './http.ts'
import { readText } from './transport.ts'

const open: (Server | TcpServer)[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

function listen<T extends Server | TcpServer>(server: T): Promise<number> {
  open.push(server)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

const api = (): Promise<number> =>
  listen(createHttp((request, response) => response.end(`${request.method} ${request.url}`)))

/** A proxy that takes CONNECT; `seen` gets what was asked for. */
function connectProxy(seen: string[], status = 200): Promise<number> {
  const server = createHttp()
  server.on('connect', (request, socket: Socket) => {
    seen.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
      return
    }
    const [host, port] = (request.url ?? '').split(':')
    const target = connect(Number(port), host)
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    socket.pipe(target).pipe(socket)
  })
  return listen(server)
}

/** A SOCKS 5 proxy that wants a user name and a password. */
function socksProxy(seen: string[]): Promise<number> {
  return listen(
    createTcp((socket) => {
      let step = 0
      socket.on('data', (bytes: Buffer) => {
        step++
        if (step === 1) return socket.write(Buffer.of(5, 2))
        if (step === 2) {
          const name = bytes.subarray(2, 2 + Number(bytes[1])).toString()
          return socket.write(Buffer.of(1, name === 'me' ? 0 : 1))
        }
        if (step > 3) return undefined
        const length = Number(bytes[4])
        const host = bytes.subarray(5, 5 + length).toString()
        const port = bytes.readUInt16BE(5 + length)
        seen.push(`${host}:${port}`)
        const target = connect(port, host)
        socket.write(Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0))
        return socket.pipe(target).pipe(socket)
      })
      socket.on('error', () => undefined)
    }),
  )
}

test('CONNECT with a user', async () => {
  const seen: string[] = []
  const [server, proxy] = [await api(), await connectProxy(seen)]
  const transport = httpTransport({
    server: `http://127.0.0.1:${server}`,
    proxy: new URL(`http://me:pass@127.0.0.1:${proxy}`),
  })
  expect(await readText(await transport.send({ method: 'GET', path: '/version' }))).toBe('GET /version')
  expect(seen).toEqual([`127.0.0.1:${server} Basic ${Buffer.from('me:pass').toString('base64')}`])
})

test('a proxy that refuses is told as such', async () => {
  const proxy = await connectProxy([], 403)
  const transport = httpTransport({ server: 'http://10.1.2.3:80', proxy: new URL(`http://127.0.0.1:${proxy}`) })
  const sent = transport.send({ method: 'GET', path: '/' })
  await expect(sent).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('403') })
})

test('SOCKS 5 with a user', async () => {
  const seen: string[] = []
  const [server, proxy] = [await api(), await socksProxy(seen)]
  const transport = httpTransport({
    server: `http://127.0.0.1:${server}`,
    proxy: new URL(`socks5://me:pass@127.0.0.1:${proxy}`),
  })
  expect(await readText(await transport.send({ method: 'GET', path: '/version' }))).toBe('GET /version')
  expect(seen).toEqual([`127.0.0.1:${server}`])
})

test('SOCKS 5 with a user it does not know', async () => {
  const proxy = await socksProxy([])
  const transport = httpTransport({
    server: 'http://10.1.2.3:80',
    proxy: new URL(`socks5://you:pass@127.0.0.1:${proxy}`),
  })
  await expect(transport.send({ method: 'GET', path: '/' })).rejects.toMatchObject({ code: 'unreachable' })
})
