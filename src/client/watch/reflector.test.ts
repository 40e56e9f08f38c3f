import { expect, test } from 'vitest'
import { type KubeObject, StatusError } from '#kube'
import { type Client, createClient } from '../rest/client.ts'
import { coreType } from '../rest/resource.ts'
import { localTransport, type TransportRequest, type TransportResponse } from '../transport/transport.ts'
import { createInformer } from './informer.ts'

const pods = coreType('pods', 'Pod')
const pod = (name: string, version: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'n', resourceVersion: version, uid: name },
})
const event = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`
const listEnd = (version: string): string =>
  event('BOOKMARK', {
    kind: 'Pod',
    metadata: { resourceVersion: version, annotations: { 'k8s.io/initial-events-end': 'true' } },
  })
const expired = event('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' })

/** One expected request (a part of its query) and what is answered; `hangs` keeps the stream open. */
interface Turn {
  readonly asks: string
  readonly status?: number
  readonly lines: readonly string[]
  readonly hangs?: boolean
}

function scripted(turns: readonly Turn[]): { client: Client; asked: string[] } {
  const asked: string[] = []
  const handle = ({ path, signal }: TransportRequest): Promise<TransportResponse> => {
    const turn = turns[asked.length]
    asked.push(path)
    async function* body(): AsyncGenerator<string> {
      yield* turn?.lines ?? []
      if (turn === undefined || turn.hangs === true)
        await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    }
    return Promise.resolve({ status: turn?.status ?? 200, headers: {}, body: body() })
  }
  return { client: createClient(localTransport(handle)), asked }
}

/** Timers run at the next turn: back-offs cost no time. A silence of ten seconds never happens. */
const clock = {
  now: () => 0,
  setTimer: (ms: number, run: () => void) => {
    if (ms === 10_000) return () => undefined
    const timer = setImmediate(run)
    return () => clearImmediate(timer)
  },
}

const rows: readonly [string, readonly Turn[], readonly string[]][] = [
  [
    'a streamed list and its changes',
    [
      {
        asks: 'sendInitialEvents=true',
        lines: [
          event('ADDED', pod('a', '1')),
          event('ADDED', pod('b', '2')),
          listEnd('2'),
          event('MODIFIED', pod('a', '3')),
          event('DELETED', pod('b', '4')),
        ],
        hangs: true,
      },
    ],
    ['ADDED a', 'ADDED b', 'MODIFIED a', 'DELETED b'],
  ],
  [
    'a server that refuses streamed lists is listed, page by page',
    [
      {
        asks: 'sendInitialEvents=true',
        status: 422,
        lines: ['{"kind":"Status","code":422,"reason":"Invalid","message":"no"}'],
      },
      {
        asks: 'limit=500',
        lines: [
          JSON.stringify({
            metadata: { resourceVersion: '5', continue: 'c' },
            items: [{ metadata: pod('a', '1').metadata }],
          }),
        ],
      },
      {
        asks: 'continue=c',
        lines: [JSON.stringify({ metadata: { resourceVersion: '5' }, items: [{ metadata: pod('b', '2').metadata }] })],
      },
      { asks: 'resourceVersion=5', lines: [event('ADDED', pod('c', '6'))], hangs: true },
    ],
    ['ADDED a', 'ADDED b', 'ADDED c'],
  ],
  [
    'a watch that ends goes on where it was',
    [
      {
        asks: 'sendInitialEvents=true',
        lines: [event('ADDED', pod('a', '1')), listEnd('1'), event('BOOKMARK', { metadata: { resourceVersion: '9' } })],
      },
      { asks: 'resourceVersion=9', lines: [event('DELETED', pod('a', '10'))], hangs: true },
    ],
    ['ADDED a', 'DELETED a'],
  ],
  [
    'a version that is too old lists again; what is gone meanwhile is deleted',
    [
      {
        asks: 'sendInitialEvents=true',
        lines: [event('ADDED', pod('a', '1')), event('ADDED', pod('b', '1')), listEnd('1')],
      },
      { asks: 'resourceVersion=1', lines: [expired] },
      {
        asks: 'sendInitialEvents=true',
        lines: [event('ADDED', pod('a', '1')), event('ADDED', pod('c', '7')), listEnd('8')],
        hangs: true,
      },
    ],
    ['ADDED a', 'ADDED b', 'ADDED c', 'DELETED b'],
  ],
  [
    'a server that fails is asked again',
    [
      { asks: 'sendInitialEvents=true', status: 500, lines: ['oops'] },
      { asks: 'sendInitialEvents=true', lines: [event('ADDED', pod('a', '1')), listEnd('1')], hangs: true },
    ],
    ['ADDED a'],
  ],
]

test.each(rows)('%s', async (_, turns, expected) => {
  const { client, asked } = scripted(turns)
  const informer = createInformer({ client, type: pods, clock, random: () => 0 })
  const told: string[] = []
  informer.onChange(({ type, object }) => told.push(`${type} ${object.metadata.name}`))
  informer.start()
  await informer.synced
  await expect.poll(() => told.length).toBe(expected.length)
  await informer.close()
  expect(told).toEqual(expected)
  for (const [at, { asks }] of turns.entries()) expect(asked[at]).toContain(asks)
})

test('a handler that throws takes no change from the others', async () => {
  const lines = [event('ADDED', pod('a', '1')), listEnd('1'), event('MODIFIED', pod('a', '2'))]
  const { client, asked } = scripted([{ asks: '', lines, hangs: true }])
  const errors: unknown[] = []
  const told: string[] = []
  const onError = (error: unknown) => errors.push(error)
  const informer = createInformer({ client, type: pods, clock, random: () => 0, onError })
  informer.onChange(() => {
    throw new Error('mine')
  })
  informer.onChange(({ type }) => told.push(type))
  informer.start()
  await expect.poll(() => told).toEqual(['ADDED', 'MODIFIED'])
  await informer.close()
  expect([errors.length, asked.length]).toEqual([2, 1])
})

test('indexes follow changes', async () => {
  const on = (name: string, node: string, version: string): KubeObject => ({
    ...pod(name, version),
    spec: { nodeName: node },
  })
  const lines = [
    event('ADDED', on('a', 'x', '1')),
    event('ADDED', on('b', 'x', '2')),
    listEnd('2'),
    event('MODIFIED', on('a', 'y', '3')),
  ]
  const { client } = scripted([{ asks: '', lines, hangs: true }])
  const nodeOf = (object: KubeObject): readonly string[] => [(object['spec'] as { nodeName: string }).nodeName]
  const informer = createInformer({ client, type: pods, clock, random: () => 0, indexers: { node: nodeOf } })
  informer.start()
  await informer.synced
  const names = (node: string): string[] => informer.cache.byIndex('node', node).map(({ metadata }) => metadata.name)
  await expect.poll(() => names('y')).toEqual(['a'])
  expect(names('x')).toEqual(['b'])
  expect(informer.cache.list('n')).toHaveLength(2)
  await informer.close()
})

test('StatusError is what a refused watch throws', async () => {
  const { client } = scripted([{ asks: '', status: 403, lines: ['{"kind":"Status","code":403,"reason":"Forbidden"}'] }])
  await expect(client.watch(pods)[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(StatusError)
})
