import { describe, expect, it } from 'vitest'
import type { Json } from '../patch/json.ts'
import { decodeTyped } from './decode.ts'
import { readJson, strictFindings } from './read-json.ts'
import type { Schema } from './schema.ts'

const quantity: Schema = { typeName: 'io.k8s.apimachinery.pkg.api.resource.Quantity', oneOf: [{ type: 'string' }] }
const time: Schema = { typeName: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time', type: 'string', format: 'date-time' }
const container: Schema = {
  typeName: 'io.k8s.api.core.v1.Container',
  type: 'object',
  properties: {
    name: { type: 'string' },
    ports: { type: 'array', items: { type: 'integer', format: 'int32' } },
    on: { type: 'boolean' },
  },
}
const spec: Schema = {
  typeName: 'io.k8s.api.core.v1.PodSpec',
  type: 'object',
  properties: {
    containers: { type: 'array', items: container },
    limits: { type: 'object', additionalProperties: quantity },
    target: { format: 'int-or-string', 'x-kubernetes-int-or-string': true },
    at: time,
    data: { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
}
const pod: Schema = {
  typeName: 'io.k8s.api.core.v1.Pod',
  type: 'object',
  properties: { kind: { type: 'string' }, spec },
}

describe('decodeTyped', () => {
  const rows: readonly [string, Json, Json, readonly string[]][] = [
    [
      'drops and tells unknown fields',
      { kind: 'Pod', foo: 1, spec: { containers: [{ x: 1 }], Labels: {} } },
      { kind: 'Pod', spec: { containers: [{}] } },
      ['foo', 'spec.containers[0].x', 'spec.Labels'],
    ],
    ['a null was never set', { kind: null, spec: { containers: null } }, { spec: {} }, []],
    [
      'null items are zero values',
      { spec: { containers: [null], labels: { a: null } } },
      { spec: { containers: [{}], labels: { a: '' } } },
      [],
    ],
    [
      'quantities take their canonical form',
      { spec: { limits: { cpu: 0.5, memory: '1024Mi' } } },
      { spec: { limits: { cpu: '500m', memory: '1Gi' } } },
      [],
    ],
    ['an int or a text', { spec: { target: 'http' } }, { spec: { target: 'http' } }, []],
    ['times are in UTC', { spec: { at: '2024-01-02T03:04:05.6+01:00' } }, { spec: { at: '2024-01-02T02:04:05Z' } }, []],
  ]
  it.each(rows)('%s', (_name, value, ...expected) => {
    const decoded = decodeTyped(pod, value)
    expect([decoded.value, decoded.unknown]).toEqual(expected)
  })
  const faults: readonly [Json, string][] = [
    [[], 'json: cannot unmarshal array into Go value of type v1.Pod'],
    [{ kind: 1 }, 'json: cannot unmarshal number into Go struct field Pod.kind of type string'],
    [{ spec: [] }, 'json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec'],
    [
      { spec: { containers: {} } },
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      { spec: { containers: ['x'] } },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container',
    ],
    [
      { spec: { containers: [{ on: 'yes' }] } },
      'json: cannot unmarshal string into Go struct field Container.spec.containers.on of type bool',
    ],
    [
      { spec: { containers: [{ ports: [1.5] }] } },
      'json: cannot unmarshal number 1.5 into Go struct field Container.spec.containers.ports of type int32',
    ],
    [
      { spec: { labels: { a: true } } },
      'json: cannot unmarshal bool into Go struct field PodSpec.spec.labels of type string',
    ],
    [{ spec: { target: {} } }, 'json: cannot unmarshal object into Go struct field PodSpec.spec.target of type int32'],
    [{ spec: { data: { a: '!' } } }, 'illegal base64 data at input byte 0'],
    [{ spec: { at: 'x' } }, 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    [{ spec: { at: '2024-13-02T03:04:05Z' } }, 'parsing time "2024-13-02T03:04:05Z": month out of range'],
  ]
  it.each(faults)('refuses %j', (value, message) => {
    expect(() => decodeTyped(pod, value)).toThrow(expect.objectContaining({ code: 'type', message }))
  })
})

describe('readJson', () => {
  const faults: readonly [string, string][] = [
    ['', 'unexpected end of JSON input'],
    ['{"a":1', 'unexpected end of JSON input'],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['tru', 'unexpected end of JSON input'],
    ['nul1', "invalid character '1' in literal null (expecting 'l')"],
    ['01', "invalid character '1' after top-level value"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['ü', "invalid character 'Ã' looking for beginning of value"],
    [`${'['.repeat(1001)}${']'.repeat(1001)}`, "invalid character '[' exceeded max depth"],
  ]
  it.each(faults)('refuses %j', (text, message) => expect(() => readJson(text)).toThrow(message))

  it('finds repeated keys with their paths, the last wins', () => {
    const text = '{"a":{"b":1,"b":2},"l":[{"c":"\\":\\\\","c":[]}],"__proto__":1,"__proto__":2}'
    const { value, duplicates } = readJson(text, { isStrict: true })
    expect(duplicates.map(({ path }) => path)).toEqual(['a.b', 'l[0].c', '__proto__'])
    expect(JSON.stringify(value)).toBe('{"a":{"b":2},"l":[{"c":[]}],"__proto__":2}')
  })
  it('colons inside of texts are no keys', () => {
    expect(readJson('{"a:":"b:\\":c","d\\\\":":"}', { isStrict: true }).keys).toBeUndefined()
  })
  it('tells findings in document order, not inside of what is unknown', () => {
    const read = readJson('{"data":{"a":1,"a":2},"foo":{"x":1,"x":2},"bar":1}', { isStrict: true })
    expect(strictFindings(read, ['foo', 'bar'])).toEqual([
      'duplicate field "data.a"',
      'unknown field "foo"',
      'unknown field "bar"',
    ])
  })
})
