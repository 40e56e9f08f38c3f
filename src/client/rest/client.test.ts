import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StatusError } from '#kube'
import { ClientError } from '../error.ts'
import { httpTransport } from '../transport/http.ts'
import { readText } from '../transport/transport.ts'
import { type Client, createClient } from './client.ts'
import { coreType } from './resource.ts'

const pods = coreType('pods', 'Pod')
const seen: { method: string; url: string; type: string; body: string }[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end('{}')
let server: Server
let client: Client
let refusals = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk))
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        type: request.headers['content-type'] ?? '',
        body,
      })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const credentials = {
    current: () => Promise.resolve({ authorization: `Bearer t${refusals}` }),
    refuse: () => ++refusals < 3,
  }
  client = createClient(httpTransport({ server: `http://127.0.0.1:${port}/prefix/`, credentials }))
})
afterAll(() => {
  client.transport.close()
  server.close()
})

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'n' } }
const rows: readonly [string, () => Promise<unknown>, string][] = [
  ['get', () => client.get(pods, { namespace: 'n', name: 'a' }), 'GET /prefix/api/v1/namespaces/n/pods/a '],
  [
    'list of all namespaces',
    () => client.list(pods, { limit: 5, labelSelector: 'a=b' }),
    'GET /prefix/api/v1/pods?labelSelector=a%3Db&limit=5 ',
  ],
  ['create', () => client.create(pods, pod), 'POST /prefix/api/v1/namespaces/n/pods application/json'],
  [
    'create below',
    () => client.create(pods, pod, { subresource: 'eviction' }),
    'POST /prefix/api/v1/namespaces/n/pods/a/eviction application/json',
  ],
  [
    'update of status',
    () => client.update(pods, pod, { subresource: 'status' }),
    'PUT /prefix/api/v1/namespaces/n/pods/a/status application/json',
  ],
  [
    'apply',
    () =>
      client.patch(
        pods,
        { namespace: 'n', name: 'a' },
        { type: 'apply', body: pod },
        { fieldManager: 'm', isForced: true },
      ),
    'PATCH /prefix/api/v1/namespaces/n/pods/a?fieldManager=m&force=true application/apply-patch+yaml',
  ],
  [
    'delete',
    () => client.remove(pods, { namespace: 'n', name: 'a' }),
    'DELETE /prefix/api/v1/namespaces/n/pods/a application/json',
  ],
  [
    'dry run',
    () => client.create(pods, pod, { dryRun: true }),
    'POST /prefix/api/v1/namespaces/n/pods?dryRun=All application/json',
  ],
]

test.each(rows)('%s', async (_, call, expected) => {
  answer = (__, response) => response.end('{"metadata":{}}')
  seen.length = 0
  await call()
  expect(seen.map(({ method, url, type }) => `${method} ${url} ${type}`)).toEqual([expected])
})

test.each([
  [
    'a Status',
    404,
    '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"gone fishing","reason":"NotFound","code":404}',
    'NotFound',
  ],
  ['plain text', 503, 'no healthy upstream', 'ServiceUnavailable'],
])('a refusal as %s throws StatusError', async (_, code, text, reason) => {
  answer = (__, response) => response.writeHead(code).end(text)
  const error = await client.get(pods, { name: 'a' }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StatusError)
  expect((error as StatusError).code).toBe(reason)
})

test('an answer that is no JSON throws ClientError', async () => {
  answer = (_, response) => response.end('<html>')
  await expect(client.get(pods, { name: 'a' })).rejects.toMatchObject({ code: 'bad-answer' })
})

test('401 asks for other credentials once', async () => {
  const tokens: (string | undefined)[] = []
  answer = (request, response) => {
    tokens.push(request.headers.authorization)
    response.writeHead(tokens.length === 1 ? 401 : 200).end('{"metadata":{}}')
  }
  await client.get(pods, { name: 'a' })
  expect(tokens).toEqual(['Bearer t0', 'Bearer t1'])
})

test('watch gives events as lines arrive, split anywhere', async () => {
  const event = (type: string, name: string): string =>
    `${JSON.stringify({ type, object: { ...pod, metadata: { name } } })}\n`
  answer = (_, response) => {
    const text = event('ADDED', 'ä') + event('DELETED', 'b')
    const bytes = Buffer.from(text)
    response.write(bytes.subarray(0, text.indexOf('ä') + 1))
    setTimeout(() => response.end(bytes.subarray(text.indexOf('ä') + 1)), 5)
  }
  const events: string[] = []
  for await (const { type, object } of client.watch(pods)) events.push(`${type} ${object.metadata.name}`)
  expect(events).toEqual(['ADDED ä', 'DELETED b'])
})

test('an error inside a watch throws StatusError', async () => {
  answer = (_, response) =>
    response.end('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}\n')
  await expect(client.watch(pods)[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(StatusError)
})

test('nobody there is unreachable, and a signal ends the wait', async () => {
  const nobody = createClient(httpTransport({ server: 'http://127.0.0.1:1' }))
  await expect(nobody.get(pods, { name: 'a' })).rejects.toMatchObject({ code: 'unreachable' })
  answer = () => undefined
  const stop = new AbortController()
  const waiting = client.get(pods, { name: 'a' }, { signal: stop.signal })
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
})

test('a signal in the middle of an answer is no broken connection', async () => {
  const stop = new AbortController()
  answer = (_, response) => response.write('{"metadata":')
  const response = await client.transport.send({ method: 'GET', path: '/', signal: stop.signal })
  stop.abort()
  await expect(readText(response)).rejects.toMatchObject({ code: 'aborted' })
})

test('a server that is no address is refused', () => {
  expect(() => httpTransport({ server: 'nonsense' })).toThrow(ClientError)
})
