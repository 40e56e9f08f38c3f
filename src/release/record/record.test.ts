import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Release } from '../contract/release.ts'
import { ReleaseError } from '../error.ts'
import { decodeRecord } from './decode.ts'
import { encodeRecord, releaseJson } from './encode.ts'
import { goJson } from './go-json.ts'
import { inflate } from './inflate.ts'
import { checkUserLabels, labelsOf, mergeUserLabels, userLabelsOf } from './labels.ts'
import { joinParts, splitRecord } from './split.ts'
import { decodeSummary, summaryOf } from './summary.ts'

const levels = [
  { level: 'helm3', file: 'helm-3.17.2' },
  { level: 'helm4', file: 'helm-4.1.4' },
] as const

const recorded = (file: string): string => readFileSync(`fixtures/release/records/${file}.txt`, 'utf8')
const packed = (json: string): string => gzipSync(json).toString('base64')

const sample: Release = {
  name: 'web',
  namespace: 'default',
  version: 3,
  info: { first_deployed: '', last_deployed: '2026-01-02T03:04:05.6+01:00', deleted: '', status: 'deployed' },
  chart: { metadata: { name: 'c', version: '1.0.0' }, templates: [], files: [], values: { b: 1, a: [{ d: 1, c: 2 }] } },
  config: { text: '<a> & b\u2028' },
  manifest: '---\n',
  hooks: [],
  labels: { team: 'shop' },
}

describe('a record', () => {
  test.each(levels)('of $file is read and written byte by byte', ({ level, file }) => {
    const body = recorded(file)
    const release = decodeRecord(body)
    expect(releaseJson(release, level)).toBe(inflate(body))
    expect(decodeRecord(encodeRecord(release, level))).toEqual(release)
  })

  test.each(levels)('of $file is summed up without being read', ({ file }) => {
    const labels = { name: 'x' }
    expect(decodeSummary(recorded(file), labels)).toEqual(summaryOf(decodeRecord(recorded(file)), labels))
  })

  test('that is not gzipped is read', () => {
    const plain = Buffer.from(releaseJson(sample)).toString('base64')
    expect(decodeRecord(plain, sample.labels)).toEqual(decodeRecord(encodeRecord(sample), sample.labels))
  })

  test('with empty times is one that never was deployed', () => {
    const info = { first_deployed: '', last_deployed: '', deleted: '', status: 'deployed' }
    const hooks = [{ name: 'h', last_run: { started_at: '', completed_at: '', phase: '' } }]
    const read = decodeRecord(packed(JSON.stringify({ name: 'a', version: 1, info, hooks })))
    expect(read.info.last_deployed).toBe('')
    expect(releaseJson(read)).toBe(
      '{"name":"a","info":{"status":"deployed"},"hooks":[{"name":"h","last_run":{"phase":""}}],"version":1}',
    )
    expect(releaseJson(read, 'helm3')).toContain('"info":{"first_deployed":"","last_deployed":"","deleted":""')
  })

  test('has escapes and an order of keys as Go has them', () => {
    expect(goJson({ b: '<&>\u2028', a: [-0, 1e21, 1e-7, 5n, null], '\ud83d\ude00': 1, '\uffee': 2 })).toBe(
      '{"a":[-0,1e+21,1e-7,5,null],"b":"\\u003c\\u0026\\u003e\\u2028","\uffee":2,"\ud83d\ude00":1}',
    )
  })

  test('keeps any configuration', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: true })), (config) => {
        const values = JSON.parse(JSON.stringify(config)) as Release['config']
        const again = decodeRecord(encodeRecord({ ...sample, config: values ?? {} }))
        expect(again.config ?? {}).toEqual(values)
      }),
    )
  })
})

const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
const hostile: readonly (readonly [why: string, body: string])[] = [
  ['no base64', 'this is no record'],
  ['no JSON', packed('not json')],
  ['nothing', ''],
  ['null', packed('null')],
  ['a list', packed('[]')],
  ['no info', packed('{"name":"a","version":1}')],
  ['a version that is a text', packed('{"name":"a","version":"1","info":{}}')],
  ['a name that is a number', packed('{"name":1,"version":1,"info":{}}')],
  ['a time that is none', packed('{"name":"a","version":1,"info":{"last_deployed":"yesterday"}}')],
  ['metadata that are a list', packed('{"name":"a","version":1,"info":{},"chart":{"metadata":[]}}')],
  ['a gzip that is cut short', Buffer.from(gzipSync('{}'.repeat(999)).subarray(0, 20)).toString('base64')],
  ['a gzip bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024)).toString('base64')],
]

describe('what is no record', () => {
  test.each(hostile)('%s', (_, body) => {
    const codeOf = (read: () => unknown): unknown => {
      try {
        return read()
      } catch (error) {
        return error instanceof ReleaseError ? error.code : error
      }
    }
    expect(codeOf(() => decodeRecord(body))).toBe('record-broken')
    expect(codeOf(() => decodeSummary(body, {}))).toBe('record-broken')
  })

  test('values nested without end', () => {
    const body = packed(`{"name":"a","version":1,"info":{},"config":{"a":${deep}}}`)
    expect(() => decodeRecord(body)).toThrow(ReleaseError)
  })

  test('__proto__ is only a key', () => {
    const read = decodeRecord(packed('{"name":"a","version":1,"info":{},"config":{"__proto__":{"x":1}}}'))
    expect(releaseJson(read)).toContain('"config":{"__proto__":{"x":1}}')
  })
})

describe('labels', () => {
  test('of the system follow from the record', () => {
    const labels = labelsOf(sample, { createdAt: 12 })
    expect(labels).toEqual({
      team: 'shop',
      name: 'web',
      owner: 'helm',
      status: 'deployed',
      version: '3',
      createdAt: '12',
    })
    expect(userLabelsOf(labels)).toEqual({ team: 'shop' })
  })

  test('of the system are refused from the user', () => {
    expect(() => checkUserLabels({ owner: 'me' })).toThrow(/system reserved label name/)
    checkUserLabels({ team: 'x' })
  })

  test('with the value null are taken away', () => {
    expect(mergeUserLabels({ a: '1', b: '2' }, { b: 'null', c: '3' })).toEqual({ a: '1', c: '3' })
  })
})

const noise = (bytes: number): string => {
  let state = 1
  const data = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    data[at] = state >>> 16
  }
  return Buffer.from(data).toString('base64')
}

describe('a record that is bigger than an object', () => {
  test('keeps a record that Helm reads in its first object, where only files are too big', () => {
    const big = { ...sample, chart: { ...sample.chart, files: [{ name: 'x', data: noise(1_500_000) }] } }
    const { body, parts, digest } = splitRecord(big, 'helm4')
    expect(parts.length).toBeGreaterThan(1)
    expect(decodeRecord(body)).toMatchObject({ name: 'web', manifest: sample.manifest, chart: { files: [] } })
    expect(decodeRecord(joinParts(parts, digest) ?? '', sample.labels)).toEqual(
      decodeRecord(encodeRecord(big), sample.labels),
    )
    expect(joinParts(parts.slice(1), digest)).toBeUndefined()
  })

  test('is passed over by Helm, where the manifest is too big', () => {
    const { body, parts } = splitRecord({ ...sample, manifest: noise(1_500_000) }, 'helm4')
    expect(parts.length).toBeGreaterThan(1)
    expect(() => decodeRecord(body)).toThrow(ReleaseError)
  })

  test('is one object as long as it fits', () => {
    expect(splitRecord(sample, 'helm4')).toMatchObject({ parts: [], digest: '' })
  })
})
