import { readFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestEntityTooLarge, StatusError } from '#kube'
import type { Answer, ApiRequest } from '../contract/http.ts'
import { type Listener, listen } from './listener.ts'

let listener: Listener

beforeAll(async () => {
  const clock = { now: () => 0, setTimer: () => () => {} }
  const tls = { key: pem('server.key'), cert: pem('server.crt'), ca: pem('authority.crt') }
  listener = await listen({ tls, host: '127.0.0.1', port: 0, clock, handle })
})

afterAll(async () => await listener.close())

/** certificate, then what is read of it. */
const certificates: readonly (readonly [name: string | undefined, expected: object])[] = [
  ['member', { name: 'alice', groups: ['system:masters', 'dev'] }],
  ['nameless', { problem: true }],
  ['foreign', { problem: true }],
  [undefined, {}],
]

test.each(certificates)('HTTP/1.1 with certificate %s', async (name, expected) => {
  expect(JSON.parse((await ask('/who', name)).text)).toEqual(expected)
})

test.each(certificates)('HTTP/2 with certificate %s', async (name, expected) => {
  expect(JSON.parse((await askHttp2('/who', name)).text)).toEqual(expected)
})

test('a body past the limit is a 413, declared or not', async () => {
  const body = Buffer.alloc(3 * 1024 * 1024 + 1)
  expect((await ask('/body', 'member', body)).status).toBe(413)
  expect((await askHttp2('/body', 'member', body)).status).toBe(413)
  expect((await ask('/body', 'member', Buffer.alloc(1000))).text).toBe('1000')
})

test('large answers are compressed for those who take it, small ones never', async () => {
  expect((await ask('/large', 'member')).headers['content-encoding']).toBe('gzip')
  expect((await ask('/who', 'member')).headers['content-encoding']).toBeUndefined()
})

test('a streamed answer ends with its sink', async () => {
  expect((await ask('/stream', 'member')).text).toBe('one\ntwo\n')
  expect((await askHttp2('/stream', 'member')).text).toBe('one\ntwo\n')
})

test('a client that leaves ends its stream, whatever it speaks', async () => {
  const left = httpsRequest({
    host: '127.0.0.1',
    port: listener.port,
    path: '/forever',
    agent: false,
    ...clientTls('member'),
  })
  left.on('error', () => {})
  left.on('response', (response) => {
    response.on('error', () => {})
    left.destroy()
  })
  left.end()
  const session = connectHttp2(`https://127.0.0.1:${listener.port}`, clientTls('member'))
  const stream = session.request({ ':path': '/forever' })
  stream.on('error', () => {})
  stream.on('response', () => stream.close())
  await expect.poll(() => gone).toBe(2)
  session.close()
})

/** Streams without end whose client has left. */
let gone = 0

async function handle(request: ApiRequest): Promise<Answer> {
  if (request.path === '/large') return { status: 200, body: 'x'.repeat(200_000) }
  if (request.path === '/stream')
    return {
      status: 200,
      serve: async (sink) => {
        sink.write('one\n')
        await sink.drained()
        sink.write('two\n')
      },
    }
  if (request.path === '/forever')
    return {
      status: 200,
      serve: async ({ closed }) => {
        await new Promise((resolve) => closed.addEventListener('abort', resolve, { once: true }))
        gone++
      },
    }
  if (request.path === '/body') return await bodySize(request)
  const { clientCertificate: known, certificateProblem } = request
  const who = known === undefined ? {} : { name: known.commonName, groups: known.organizations }
  return { status: 200, body: JSON.stringify({ ...who, ...(certificateProblem !== undefined && { problem: true }) }) }
}

async function bodySize(request: ApiRequest): Promise<Answer> {
  try {
    return { status: 200, body: String((await request.body()).length) }
  } catch (error) {
    expect(error).toEqual(requestEntityTooLarge(3 * 1024 * 1024))
    return { status: error instanceof StatusError ? error.status.code : 500, body: '' }
  }
}

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

function pem(name: string): string {
  return readFileSync(new URL(`../../../fixtures/apiserver/tls/${name}`, import.meta.url), 'utf8')
}

function clientTls(name: string | undefined): object {
  const identity = name === undefined ? {} : { cert: pem(`${name}.crt`), key: pem(`${name}.key`) }
  return { ca: pem('authority.crt'), ...identity }
}

function ask(path: string, certificate?: string, body?: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: listener.port,
      path,
      method: body === undefined ? 'GET' : 'POST',
      agent: false as const,
    }
    const request = httpsRequest(
      { ...options, ...clientTls(certificate), headers: { 'accept-encoding': 'gzip' } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

function askHttp2(path: string, certificate?: string, body?: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`https://127.0.0.1:${listener.port}`, clientTls(certificate))
    session.on('error', reject)
    const stream = session.request({ ':path': path, ':method': body === undefined ? 'GET' : 'POST' })
    let headers: Record<string, unknown> = {}
    let text = ''
    stream.on('response', (given) => {
      headers = given
    })
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    stream.on('error', reject)
    stream.on('end', () => {
      session.close()
      resolve({ status: Number(headers[':status']), headers, text })
    })
    stream.end(body)
  })
}
