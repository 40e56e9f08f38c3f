import { describe, expect, test } from 'vitest'
import { isMap, type JsonObject, type StatusError } from '#kube'
import { type Bench, bodyOf, objectIn, openBench, testKind } from './testing.ts'

const configMaps = testKind()

async function bench(names: readonly string[]): Promise<Bench> {
  const on = await openBench({ kinds: [configMaps] })
  for (const name of names)
    await on.api.verbs.create(on.call(configMaps, {}), bodyOf({ metadata: { name, labels: { n: name } } }))
  return on
}

const list = async (on: Bench, query: string, as?: string): Promise<JsonObject> => {
  const shape = as === undefined ? {} : { as: { group: 'meta.k8s.io', version: 'v1', kind: as } }
  return objectIn(await on.api.verbs.list(on.call(configMaps, { query, ...shape })))
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (cause: StatusError) => cause.status,
  )
const metaOf = (object: JsonObject | undefined): JsonObject => (isMap(object?.['metadata']) ? object['metadata'] : {})
const namesIn = (object: JsonObject): unknown[] => (object['items'] as JsonObject[]).map((item) => metaOf(item)['name'])

describe('a list', () => {
  test('of built-in kinds says kind and version once', async () => {
    const answer = await list(await bench(['a']), '')
    expect(answer).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: '1' } })
    expect((answer['items'] as JsonObject[])[0]).not.toHaveProperty('kind')
  })

  test('is cut before a page that is full, also with a selector', async () => {
    const on = await bench(['a', 'b', 'c', 'd'])
    const page = await list(on, 'limit=2&labelSelector=n%20in%20(b,c,d)')
    expect(namesIn(page)).toEqual(['b', 'c'])
    expect(metaOf(page)).not.toHaveProperty('remainingItemCount')
    const rest = await list(on, `limit=2&labelSelector=n%20in%20(b,c,d)&continue=${metaOf(page)['continue'] as string}`)
    expect(namesIn(rest)).toEqual(['d'])
    expect(metaOf(rest)).not.toHaveProperty('continue')
  })

  test('goes on at the newest version when its own is forgotten', async () => {
    const on = await bench(['a', 'b', 'c'])
    const page = await list(on, 'limit=1')
    await on.api.verbs.remove(on.call(configMaps, { name: 'b' }))
    await on.store.compact(4)
    const status = await refusal(list(on, `limit=1&continue=${metaOf(page)['continue'] as string}`))
    expect(status).toMatchObject({ code: 410, reason: 'Expired' })
    expect(status?.message).toContain('The provided continue parameter is too old')
    const rest = await list(on, `limit=1&continue=${status?.metadata.continue ?? ''}`)
    expect(namesIn(rest)).toEqual(['c'])
    expect(metaOf(rest)['resourceVersion']).toBe('4')
  })

  test('is of a version that was asked for exactly', async () => {
    const on = await bench(['a', 'b'])
    expect(namesIn(await list(on, 'resourceVersion=1&resourceVersionMatch=Exact'))).toEqual(['a'])
    expect(namesIn(await list(on, 'resourceVersion=1&resourceVersionMatch=NotOlderThan'))).toEqual(['a', 'b'])
    expect(namesIn(await list(on, 'resourceVersion=0'))).toEqual(['a', 'b'])
    await on.store.compact(2)
    expect(await refusal(list(on, 'resourceVersion=1&resourceVersionMatch=Exact'))).toMatchObject({
      code: 410,
      message: 'The resourceVersion for the provided list is too old.',
    })
  })

  test('becomes a table or bare metadata', async () => {
    const on = await bench(['a'])
    expect(await list(on, 'includeObject=None', 'Table')).toMatchObject({
      kind: 'Table',
      columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', priority: 0 }],
      rows: [{ cells: ['a'], object: null }],
    })
    expect(await list(on, '', 'PartialObjectMetadataList')).toMatchObject({
      kind: 'PartialObjectMetadataList',
      items: [{ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'a' } }],
    })
  })

  test.each([
    [
      'resourceVersionMatch=Exact',
      422,
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      'resourceVersion=0&resourceVersionMatch=Exact',
      422,
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    ['sendInitialEvents=true', 422, 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'],
    ['continue=%21', 400, 'invalid continue token: continue key is not valid: illegal base64 data at input byte 0'],
    ['continue=e30', 400, 'server does not recognize this encoded version'],
    ['limit=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    [
      'fieldSelector=spec.x%3D1',
      400,
      '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
  ])('with %s is refused', async (query, code, message) => {
    const status = await refusal(list(await bench([]), query))
    expect(status?.code).toBe(code)
    expect(status?.message).toContain(message)
  })
})

test('history is forgotten after five to ten minutes', async () => {
  const on = await bench(['a', 'b'])
  on.clock.advance(300_000)
  await on.api.verbs.create(on.call(configMaps, {}), bodyOf({ metadata: { name: 'c' } }))
  on.clock.advance(300_000)
  await new Promise((resolve) => setImmediate(resolve))
  expect(await on.store.compacted()).toBe(2)
})
