import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect as connectTcp, createServer as createTcp, type Server as TcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiRequest, type RunCommand, servePortForward, serveRemoteCommand } from '#apiserver'
import {
  attachCommand,
  type Client,
  createClient,
  execCommand,
  forwardPort,
  httpTransport,
  openPort,
  readLog,
} from '#client'
import { StatusError } from '#kube'
import { realClock } from './etcd.ts'

const clock = { ...realClock, now: Date.now }
let server: Server
let echo: TcpServer
let client: Client
const asked: string[] = []

/** What the pod's command does: by its first word. */
const commands: Readonly<Record<string, RunCommand>> = {
  fail: () => Promise.resolve({ exitCode: 42 }),
  missing: () => Promise.resolve({ problem: 'executable file not found' }),
  cat: async ({ stdin, stdout }) => {
    for await (const chunk of stdin ?? []) if (stdout?.write(chunk) === false) await once(stdout, 'drain')
    return { exitCode: 0 }
  },
  both: ({ stdout, stderr }) => {
    stdout?.write('out')
    stderr?.write('err')
    return Promise.resolve({ exitCode: 0 })
  },
  size: ({ onResize, stdout }) =>
    new Promise((resolve) => {
      onResize(({ width, height }) => {
        stdout?.write(`${width}x${height}`)
        resolve({ exitCode: 0 })
      })
    }),
  forever: ({ closed }) =>
    new Promise((resolve) => closed.addEventListener('abort', () => resolve({ exitCode: 0 }), { once: true })),
}

function requestOf(incoming: IncomingMessage, socket: Duplex, head: Uint8Array): ApiRequest {
  const url = new URL(incoming.url ?? '/', 'http://x')
  return {
    method: 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: () => Promise.resolve(new Uint8Array()),
    signal: new AbortController().signal,
    remoteAddress: '',
    upgrade: () => ({ socket, head }),
  }
}

function serve(incoming: IncomingMessage, socket: Duplex, head: Uint8Array): void {
  const request = requestOf(incoming, socket, head)
  asked.push(`${request.path}?${request.query.toString()}`)
  if (request.path.includes('/refused/')) {
    const status =
      '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":"Forbidden","code":403}'
    socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Length: ${status.length}\r\nConnection: close\r\n\r\n${status}`)
    return
  }
  if (request.path.includes('/rude/')) return void socket.destroy()
  if (request.path.endsWith('/portforward')) {
    const connect = async (port: number): Promise<Duplex> => {
      const target = connectTcp(port === 80 ? (echo.address() as AddressInfo).port : 1, '127.0.0.1')
      await once(target, 'connect')
      return target
    }
    servePortForward(request, { clock, connect })
    return
  }
  const is = (name: string): boolean => request.query.get(name) === 'true'
  const streams = { stdin: is('stdin'), stdout: is('stdout'), stderr: is('stderr'), tty: is('tty') }
  const run = commands[request.query.get('command') ?? 'both'] ?? commands['both']
  if (run !== undefined) serveRemoteCommand(request, { streams, clock, run })
}

beforeAll(async () => {
  server = createServer((incoming, response) => {
    asked.push(incoming.url ?? '')
    if (incoming.url?.includes('/refused/')) return void response.writeHead(404).end('not here')
    response.write('one\n')
    setTimeout(() => response.end('two\n'), 5)
  })
  server.on('upgrade', serve)
  echo = createTcp((socket) => {
    socket.on('data', (bytes) => socket.end(`echo ${bytes.toString()}`))
    socket.on('error', () => undefined)
  })
  for (const one of [server, echo]) {
    one.listen(0, '127.0.0.1')
    await once(one, 'listening')
  }
  client = createClient(httpTransport({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix` }))
})
afterAll(() => {
  client.transport.close()
  server.closeAllConnections()
  server.close()
  echo.close()
})

const place = { namespace: 'n', pod: 'p', container: 'c' }

/** A stream that keeps what it gets. */
function sink() {
  const stream = new PassThrough()
  let text = ''
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { stream, text: () => text }
}

test('output comes apart, and the exit code at the end', async () => {
  const [out, err] = [sink(), sink()]
  const code = await execCommand(client, place, { command: ['both', 'a b'], stdout: out.stream, stderr: err.stream })
  expect([code, out.text(), err.text()]).toEqual([0, 'out', 'err'])
  expect(asked.at(-1)).toBe(
    '/prefix/api/v1/namespaces/n/pods/p/exec?command=both&command=a+b&container=c&stdout=true&stderr=true',
  )
})

test('input is read to its end, however long', async () => {
  const out = sink()
  const pieces = Array.from({ length: 200 }, (_, at) => `${at} `.repeat(2000))
  async function* input() {
    yield* pieces
  }
  expect(await execCommand(client, place, { command: ['cat'], stdin: input(), stdout: out.stream })).toBe(0)
  expect(out.text()).toBe(pieces.join(''))
})

test('a command that fails has its code, one that cannot run is a refusal', async () => {
  expect(await execCommand(client, place, { command: ['fail'], stdout: sink().stream })).toBe(42)
  const missing = execCommand(client, place, { command: ['missing'], stdout: sink().stream })
  await expect(missing).rejects.toMatchObject({ status: { reason: 'InternalError' } })
})

test('a terminal has a size, and no second output', async () => {
  const [out, err] = [sink(), sink()]
  async function* sizes() {
    yield { width: 80, height: 24 }
  }
  const streams = { stdout: out.stream, stderr: err.stream, isTerminal: true, sizes: sizes() }
  expect(await execCommand(client, place, { command: ['size'], ...streams })).toBe(0)
  expect([out.text(), err.text()]).toEqual(['80x24', ''])
})

test('attach joins what runs', async () => {
  const out = sink()
  expect(await attachCommand(client, place, { stdout: out.stream })).toBe(0)
  expect([out.text(), asked.at(-1)]).toEqual([
    'out',
    '/prefix/api/v1/namespaces/n/pods/p/attach?container=c&stdout=true',
  ])
})

test('a signal ends the wait', async () => {
  const stop = new AbortController()
  const running = execCommand(client, place, { command: ['forever'], stdout: sink().stream, signal: stop.signal })
  await sleep(20)
  stop.abort()
  await expect(running).rejects.toMatchObject({ code: 'aborted' })
})

test.each([
  ['a refusal', 'refused', { status: { reason: 'Forbidden', code: 403 } }],
  ['a server that hangs up', 'rude', { code: 'unreachable' }],
])('%s is told', async (_, pod, expected) => {
  const running = execCommand(client, { namespace: 'n', pod }, { command: ['both'], stdout: sink().stream })
  await expect(running).rejects.toMatchObject(expected)
})

test('a port of a pod is a connection', async () => {
  const connection = await openPort(client, { ...place, port: 80 })
  connection.write('hello')
  let text = ''
  for await (const chunk of connection as AsyncIterable<Buffer>) text += chunk.toString()
  expect(text).toBe('echo hello')
})

test('a port that nobody listens on is told', async () => {
  const connection = await openPort(client, { ...place, port: 81 })
  const [error] = await once(connection, 'error')
  expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining('forwarding port 81') })
})

test('a local port leads to the pod, for each connection anew', async () => {
  const errors: unknown[] = []
  const forwarded = await forwardPort(
    client,
    { ...place, port: 80 },
    { port: 0, onError: (error) => errors.push(error) },
  )
  const answers = ['a', 'b', 'c'].map(async (word) => {
    const socket = connectTcp(forwarded.port, forwarded.host)
    socket.end(word)
    let text = ''
    for await (const chunk of socket as AsyncIterable<Buffer>) text += chunk.toString()
    return text
  })
  expect(await Promise.all(answers)).toEqual(['echo a', 'echo b', 'echo c'])
  await forwarded.close()
  expect(errors).toEqual([])
})

test('a log arrives as it is written', async () => {
  const pieces: string[] = []
  for await (const chunk of readLog(client, place, { isFollowed: true, tailLines: 5 }))
    pieces.push(Buffer.from(chunk).toString())
  expect([pieces.join(''), asked.at(-1)]).toEqual([
    'one\ntwo\n',
    '/prefix/api/v1/namespaces/n/pods/p/log?container=c&follow=true&tailLines=5',
  ])
  const refused = readLog(client, { namespace: 'n', pod: 'refused' })
  await expect(refused.next()).rejects.toBeInstanceOf(StatusError)
})
