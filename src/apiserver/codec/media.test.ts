import { expect, test } from 'vitest'
import { StatusError } from '#kube'
import type { ApiRequest } from '../contract/http.ts'
import { negotiate, negotiateStream, objectOffer, plainOffer } from './media.ts'

const table = 'as=Table;v=v1;g=meta.k8s.io'
const pb = 'application/vnd.kubernetes.protobuf'

/** accept, then what it gives: encoding, kind it becomes. */
const rows: readonly (readonly [accept: string, encoding: string, as?: string])[] = [
  ['', 'json'],
  ['*/*', 'json'],
  ['application/*', 'json'],
  ['application/json', 'json'],
  ['application/yaml', 'yaml'],
  [pb, 'protobuf'],
  [`${pb},application/json`, 'protobuf'],
  [`${pb};q=0.5,application/json`, 'json'],
  ['text/html,application/yaml;q=0.9,*/*;q=0.8', 'yaml'],
  [`application/json;${table},application/json`, 'json', 'Table'],
  [`application/json;as=Table;v=v9;g=meta.k8s.io,application/json`, 'json'],
  [`application/json;as=Table;v=v1;g=other,application/yaml`, 'yaml'],
  [`${pb};${table},application/json;${table}`, 'json', 'Table'],
  [`${pb};as=PartialObjectMetadata;v=v1;g=meta.k8s.io`, 'protobuf', 'PartialObjectMetadata'],
  ['application/json;stream=watch', 'json'],
  ['application/json;stream=other,application/yaml', 'yaml'],
  ['application/json; charset=utf-8', 'json'],
]

test.each(rows)('%s', (accept = '', encoding, as) => {
  const media = negotiate(asking({ accept }), objectOffer)
  expect(media.encoding).toBe(encoding)
  expect(media.as?.kind).toBe(as)
})

test.each([
  ['text/html', objectOffer],
  ['*/json', objectOffer],
  [';;;,,,/', objectOffer],
  [`application/json;${table}`, plainOffer],
] as const)('%s is a 406', (accept, offer) => {
  const words =
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf'
  expect(refusalOf(() => negotiate(asking({ accept }), offer))).toMatchObject({
    code: 406,
    reason: 'NotAcceptable',
    message: words,
  })
})

test('yaml has no stream', () => {
  const words = `only the following media types are accepted: application/json;stream=watch, ${pb};stream=watch`
  expect(refusalOf(() => negotiateStream(asking({ accept: 'application/yaml' }), objectOffer))).toMatchObject({
    message: words,
  })
})

test.each([
  [{}, '', false],
  [{ 'user-agent': 'curl/8' }, '', true],
  [{ 'user-agent': 'curl/8' }, 'pretty=false', false],
  [{}, 'pretty=true', true],
  [{}, 'pretty=1', true],
  [{ accept: 'application/json;pretty=1' }, '', true],
] as const)('pretty with %j and ?%s: %s', (headers, search, isPretty) => {
  expect(negotiate(asking(headers, search), objectOffer).isPretty).toBe(isPretty)
})

function asking(headers: Record<string, string>, search = ''): ApiRequest {
  const query = new URLSearchParams(search)
  const { signal } = new AbortController()
  return {
    method: 'GET',
    path: '/',
    query,
    headers,
    signal,
    remoteAddress: '',
    body: () => Promise.resolve(new Uint8Array()),
  }
}

function refusalOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error instanceof StatusError ? error.status : error
  }
  return undefined
}
