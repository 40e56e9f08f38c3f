import { describe, expect, test } from 'vitest'
import { isMap, type JsonObject, type StatusError } from '#kube'
import { type Bench, bodyOf, openBench, type TestSink, testKind, testSink } from './testing.ts'

const configMaps = testKind({
  selectableFields: { 'data.phase': (object) => JSON.stringify(object['data'] ?? '') },
})

interface Watching {
  readonly sink: TestSink
  end(): Promise<void>
}

async function watch(bench: Bench, query: string, as?: string): Promise<Watching> {
  const shape = as === undefined ? {} : { as: { group: 'meta.k8s.io', version: 'v1', kind: as } }
  const serve = await bench.api.verbs.watch(bench.call(configMaps, { query: `watch=true&${query}`, ...shape }))
  const sink = testSink()
  const serving = serve(sink)
  return {
    sink,
    end: async () => {
      sink.close()
      await serving
    },
  }
}

const write = (bench: Bench, name: string, more: JsonObject = {}) =>
  bench.api.verbs.create(bench.call(configMaps, {}), bodyOf({ metadata: { name, ...more } }))
const patch = (bench: Bench, name: string, value: JsonObject) =>
  bench.api.verbs.patch(bench.call(configMaps, { name }), bodyOf(value, 'application/merge-patch+json'))

function told(lines: readonly JsonObject[]): string[] {
  return lines.map(({ type, object }) => {
    const metadata = isMap(object) && isMap(object['metadata']) ? object['metadata'] : {}
    return `${type as string} ${(metadata['name'] ?? '') as string}@${metadata['resourceVersion'] as string}`
  })
}

describe('a watch tells', () => {
  test('the present objects first when it names no version', async () => {
    const bench = await openBench({ kinds: [configMaps] })
    await write(bench, 'b')
    await write(bench, 'a')
    const { sink, end } = await watch(bench, '')
    await write(bench, 'c')
    expect(told(await sink.next(3))).toEqual(['ADDED a@2', 'ADDED b@1', 'ADDED c@3'])
    await end()
  })

  test('what happened after its version', async () => {
    const bench = await openBench({ kinds: [configMaps] })
    await write(bench, 'a')
    await patch(bench, 'a', { data: { x: '1' } })
    await bench.api.verbs.remove(bench.call(configMaps, { name: 'a' }))
    const { sink, end } = await watch(bench, 'resourceVersion=1')
    expect(told(await sink.next(2))).toEqual(['MODIFIED a@2', 'DELETED a@3'])
    await end()
  })

  test('the end of the initial events', async () => {
    const bench = await openBench({ kinds: [configMaps] })
    await write(bench, 'a')
    const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
    const { sink, end } = await watch(bench, query)
    const lines = await sink.next(2)
    expect(told(lines)).toEqual(['ADDED a@1', 'BOOKMARK @1'])
    expect(lines[1]).toMatchObject({ object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } } })
    await end()
  })

  test('objects that come to match as added, and that cease to as deleted', async () => {
    const bench = await openBench({ kinds: [configMaps] })
    await write(bench, 'a', { labels: { on: 'no' } })
    const { sink, end } = await watch(bench, 'resourceVersion=1&labelSelector=on%3Dyes')
    await patch(bench, 'a', { metadata: { labels: { on: 'yes' } } })
    await patch(bench, 'a', { data: { x: '1' } })
    await patch(bench, 'a', { metadata: { labels: { on: 'no' } } })
    await patch(bench, 'a', { data: { x: '2' } })
    await patch(bench, 'a', { metadata: { labels: { on: 'yes' } } })
    await bench.api.verbs.remove(bench.call(configMaps, { name: 'a' }))
    const lines = await sink.next(5)
    expect(told(lines)).toEqual(['ADDED a@2', 'MODIFIED a@3', 'DELETED a@4', 'ADDED a@6', 'DELETED a@7'])
    expect(lines[2]).toMatchObject({ object: { metadata: { labels: { on: 'yes' } } } })
    await end()
  })

  test('one name, by field selector', async () => {
    const bench = await openBench({ kinds: [configMaps] })
    const { sink, end } = await watch(bench, 'fieldSelector=metadata.name%3Db')
    await write(bench, 'a')
    await write(bench, 'b')
    await bench.api.verbs.remove(bench.call(configMaps, { name: 'b' }))
    expect(told(await sink.next(2))).toEqual(['ADDED b@2', 'DELETED b@3'])
    await end()
  })

  test('tables, with columns in the first alone', async () => {
    const bench = await openBench({ kinds: [configMaps] })
    await write(bench, 'a')
    const { sink, end } = await watch(bench, '', 'Table')
    await write(bench, 'b')
    const lines = await sink.next(2)
    expect(lines).toMatchObject([
      {
        object: {
          kind: 'Table',
          columnDefinitions: [{ name: 'Name' }],
          rows: [{ cells: ['a'], object: { kind: 'PartialObjectMetadata' } }],
        },
      },
      { object: { kind: 'Table', columnDefinitions: [], rows: [{ cells: ['b'] }] } },
    ])
    await end()
  })

  test('a bookmark about once a minute', async () => {
    const bench = await openBench({ kinds: [configMaps] })
    await write(bench, 'a')
    const { sink, end } = await watch(bench, 'resourceVersion=1&allowWatchBookmarks=true')
    bench.clock.advance(66_000)
    expect(told(await sink.next(1))).toEqual(['BOOKMARK @1'])
    await end()
  })
})

test('a watch ends when its time is up', async () => {
  const bench = await openBench({ kinds: [configMaps] })
  const serve = await bench.api.verbs.watch(bench.call(configMaps, { query: 'watch=true&timeoutSeconds=5' }))
  const serving = serve(testSink())
  bench.clock.advance(5000)
  await serving
})

test('a version that is forgotten is an ERROR event', async () => {
  const bench = await openBench({ kinds: [configMaps] })
  for (const name of ['a', 'b', 'c']) await write(bench, name)
  await bench.store.compact(3)
  const again = await openBench({ kinds: [configMaps], store: bench.store })
  const { sink, end } = await watch(again, 'resourceVersion=1')
  const [line] = await sink.next(1)
  expect(line).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })
  await end()
})

test('history from before the start is read from the store', async () => {
  const bench = await openBench({ kinds: [configMaps] })
  await write(bench, 'a')
  await write(bench, 'b')
  await bench.api.verbs.remove(bench.call(configMaps, { name: 'a' }))
  const again = await openBench({ kinds: [configMaps], store: bench.store })
  const { sink, end } = await watch(again, 'resourceVersion=1')
  await write(again, 'c')
  expect(told(await sink.next(3))).toEqual(['ADDED b@2', 'DELETED a@3', 'ADDED c@4'])
  await end()
})

test('a version of the future is waited for, three seconds long', async () => {
  const bench = await openBench({ kinds: [configMaps] })
  const work = watch(bench, 'resourceVersion=99').catch((cause: unknown) => (cause as StatusError).status)
  await Promise.resolve()
  bench.clock.advance(3000)
  expect(await work).toMatchObject({
    code: 504,
    reason: 'Timeout',
    message: 'Timeout: Too large resource version: 99, current: 0',
  })
})

test.each([
  [
    'sendInitialEvents=true',
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
  ],
  ['fieldSelector=spec.foo%3D1', 400, 'field label not supported: spec.foo'],
  ['labelSelector=a%3D%3D%3Db', 400, undefined],
  ['resourceVersion=x', 400, 'invalid resource version: strconv.ParseUint: parsing "x": invalid syntax'],
])('a watch with %s is refused', async (query, code, message) => {
  const bench = await openBench({ kinds: [configMaps] })
  const status = await watch(bench, query).catch((cause: unknown) => (cause as StatusError).status)
  expect(status).toMatchObject({ code, ...(message !== undefined && { message }) })
})
