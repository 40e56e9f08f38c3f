import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { bodyOf, objectIn, openBench, testKind, testSink } from './testing.ts'

const configMaps = testKind()
const object = (name: string, more: JsonObject = {}): JsonObject => ({ metadata: { name }, ...more })

test('an object lives through create, get, update, watch, delete', async () => {
  const bench = await openBench({ kinds: [configMaps] })
  const { verbs } = bench.api
  const at = bench.call(configMaps, { name: 'a' })
  const sink = testSink()
  const serving = (await verbs.watch(bench.call(configMaps, { query: 'watch=true' })))(sink)
  const made = objectIn(await verbs.create(bench.call(configMaps, {}), bodyOf(object('a', { data: { k: 'v' } }))))
  expect(made).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { k: 'v' } })
  expect(made['metadata']).toMatchObject({
    namespace: 'default',
    resourceVersion: '1',
    creationTimestamp: '2026-01-02T03:04:05Z',
  })
  expect(objectIn(await verbs.get(at))).toEqual(made)
  const changed = objectIn(await verbs.update(at, bodyOf({ ...made, data: { k: 'w' } })))
  expect(changed['metadata']).toMatchObject({ resourceVersion: '2' })
  await expect(verbs.update(at, bodyOf(made))).rejects.toMatchObject({ status: { code: 409, reason: 'Conflict' } })
  const same = objectIn(await verbs.update(at, bodyOf(changed)))
  expect(same['metadata']).toMatchObject({ resourceVersion: '2' })
  const gone = objectIn(await verbs.remove(at))
  expect(gone).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'a', kind: 'configmaps' } })
  await expect(verbs.get(at)).rejects.toThrow('configmaps "a" not found')
  const events = await sink.next(3)
  expect(events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED'])
  expect(events[2]).toMatchObject({ object: { metadata: { resourceVersion: '3' }, data: { k: 'w' } } })
  sink.close()
  await serving
})

test('a list is cut in pages of one revision', async () => {
  const bench = await openBench({ kinds: [configMaps] })
  const { verbs } = bench.api
  for (const name of ['a', 'b', 'c', 'd', 'e']) await verbs.create(bench.call(configMaps, {}), bodyOf(object(name)))
  const list = async (query: string) => objectIn(await verbs.list(bench.call(configMaps, { query })))
  const first = await list('limit=2')
  const metadata = first['metadata'] as JsonObject
  expect(metadata).toMatchObject({ resourceVersion: '5', remainingItemCount: 3 })
  await verbs.remove(bench.call(configMaps, { name: 'd' }))
  const second = await list(`limit=2&continue=${metadata['continue'] as string}`)
  expect(second['metadata']).toMatchObject({ resourceVersion: '5', remainingItemCount: 1 })
  expect((second['items'] as JsonObject[]).map((item) => (item['metadata'] as JsonObject)['name'])).toEqual(['c', 'd'])
  const now = await list('')
  expect((now['items'] as JsonObject[]).length).toBe(4)
})
