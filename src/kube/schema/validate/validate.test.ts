import { describe, expect, it } from 'vitest'
import type { Json } from '../../patch/json.ts'
import { findingText } from '../../status/print-finding.ts'
import type { Schema } from '../schema.ts'
import { validateListTypes } from './list-types.ts'
import { validateBySchema } from './validate.ts'

const compilePattern = (pattern: string): ((text: string) => boolean) => {
  const expression = new RegExp(pattern)
  return (text) => expression.test(text)
}
const texts = (schema: Schema, value: Json, old?: Json): readonly string[] =>
  validateBySchema(schema, value, { compilePattern, ...(old !== undefined && { old }) }).map(findingText)
const inX = (schema: Schema): Schema => ({
  type: 'object',
  properties: { spec: { type: 'object', properties: { x: schema } } },
})
const at = (value: Json): Json => ({ spec: { x: value } })

describe('validateBySchema', () => {
  const rows: readonly [Schema, Json, readonly string[]][] = [
    [{ type: 'integer' }, 'a', ['spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"']],
    [{ type: 'string' }, 1, ['spec.x: Invalid value: "integer": spec.x in body must be of type string: "integer"']],
    [{ type: 'string' }, null, ['spec.x: Invalid value: "null": spec.x in body must be of type string: "null"']],
    [{ type: 'string', nullable: true }, null, []],
    [{ type: 'number' }, 1, []],
    [
      { type: 'integer', format: 'int32' },
      true,
      ['spec.x: Invalid value: "": spec.x in body must be of type int32: ""'],
    ],
    [
      { type: 'integer', format: 'int32' },
      3e9,
      ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.x'],
    ],
    [{ 'x-kubernetes-int-or-string': true }, 'a', []],
    [
      { 'x-kubernetes-int-or-string': true },
      true,
      ['spec.x: Invalid value: "boolean": spec.x in body must be of type integer,string: "boolean"'],
    ],
    [{ type: 'string', enum: ['a', 'b'] }, 'c', ['spec.x: Unsupported value: "c": supported values: "a", "b"']],
    [{ type: 'string', maxLength: 1 }, 'äö', ['spec.x: Too long: may not be more than 1 byte']],
    [
      { type: 'string', minLength: 3 },
      '😀',
      ['spec.x: Invalid value: "😀": spec.x in body should be at least 3 chars long'],
    ],
    [{ type: 'string', pattern: '^a$' }, 'b', [`spec.x: Invalid value: "b": spec.x in body should match '^a$'`]],
    [{ type: 'string', format: 'date' }, 'b', ['spec.x: Invalid value: "b": spec.x in body must be of type date: "b"']],
    [{ type: 'string', format: 'unheard-of' }, 'b', []],
    [
      { type: 'integer', maximum: 5 },
      6,
      ['spec.x: Invalid value: 6: spec.x in body should be less than or equal to 5'],
    ],
    [
      { type: 'integer', minimum: 5, exclusiveMinimum: true },
      5,
      ['spec.x: Invalid value: 5: spec.x in body should be greater than 5'],
    ],
    [{ type: 'integer', multipleOf: 3 }, 4, ['spec.x: Invalid value: 4: spec.x in body should be a multiple of 3']],
    [{ type: 'array', minItems: 1 }, [], ['spec.x: Invalid value: 0: spec.x in body should have at least 1 items']],
    [{ type: 'array', maxItems: 1 }, [1, 2], ['spec.x: Too many: 2: must have at most 1 item']],
    [
      { type: 'array', items: { type: 'string' } },
      ['a', 1],
      ['spec.x[1]: Invalid value: "integer": spec.x[1] in body must be of type string: "integer"'],
    ],
    [{ type: 'object', required: ['y'] }, {}, ['spec.x.y: Required value']],
    [
      { type: 'object', additionalProperties: false },
      { y: 1 },
      ['spec.x: Invalid value: "y": spec.x.y in body is a forbidden property'],
    ],
    [
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      true,
      [
        '<nil>: Invalid value: "": "spec.x" must validate at least one schema (anyOf)',
        'spec.x: Invalid value: "boolean": spec.x in body must be of type string: "boolean"',
      ],
    ],
    [
      { oneOf: [{ required: ['a'] }, { required: ['b'] }], type: 'object' },
      { a: 1, b: 2 },
      ['<nil>: Invalid value: "": "spec.x" must validate one and only one schema (oneOf). Found 2 valid alternatives'],
    ],
    [{ not: { type: 'string' } }, 'a', ['<nil>: Invalid value: "": "spec.x" must not validate the schema (not)']],
  ]
  it.each(rows)('%j of %j', (schema, value, expected) => expect(texts(inX(schema), at(value))).toEqual(expected))

  it('does not fail what did not change', () => {
    const schema = inX({ type: 'integer', maximum: 5 })
    expect(texts(schema, at(6), at(6))).toEqual([])
    expect(texts(schema, at(7), at(6))).toHaveLength(1)
  })
  it('items of a map list correspond by their keys', () => {
    const items: Schema = { type: 'object', properties: { k: { type: 'string' }, v: { type: 'integer', maximum: 5 } } }
    const schema = inX({ type: 'array', items, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] })
    expect(
      texts(
        schema,
        at([
          { k: 'n', v: 1 },
          { k: 'a', v: 9 },
        ]),
        at([{ k: 'a', v: 9 }]),
      ),
    ).toEqual([])
    expect(texts(schema, at([{ k: 'b', v: 9 }]), at([{ k: 'a', v: 9 }]))).toHaveLength(1)
  })
})

describe('formats', () => {
  const rows: readonly [format: string, good: readonly string[], bad: readonly string[]][] = [
    ['ipv4', ['1.2.3.4'], ['1.2.3', '01.2.3.4', '1.2.3.256', '::1']],
    ['ipv6', ['::', '::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'], ['1.2.3.4', ':::', '1:2', '12345::']],
    ['cidr', ['10.0.0.0/8', '::/0'], ['10.0.0.0', '10.0.0.0/33', '/8']],
    ['uuid', ['123e4567-e89b-12d3-a456-426614174000'], ['x']],
    ['date', ['2024-02-29'], ['2023-02-29', '2024-2-1']],
    ['date-time', ['2024-01-02T03:04:05Z', '2024-01-02t03:04:05.1+01:00'], ['2024-01-02', '2024-01-02T24:00:00Z']],
    ['duration', ['1h', '1.5s', '2 days', '22 ns'], ['1', 'x', '']],
    ['hostname', ['a', 'a.example.com', 'localhost'], ['-a', '']],
    ['mac', ['01:23:45:67:89:ab', '01-23-45-67-89-ab'], ['01:23', 'x']],
    ['uri', ['http://a/b', '/a', 'urn:x'], ['a', 'http://a b', '']],
    ['email', ['a@b.c'], ['a', '@b']],
    ['isbn', ['978-0321751041', '0321751043'], ['1']],
    ['byte', ['YQ=='], ['!', '']],
    ['k8s-short-name', ['a-b'], ['A', '-a', 'a.b']],
    ['k8s-long-name', ['a-b.c'], ['A', 'a..b']],
  ]
  it.each(rows)('%s', (format, good, bad) => {
    const schema = inX({ type: 'string', format })
    for (const text of good) expect([text, texts(schema, at(text))]).toEqual([text, []])
    for (const text of bad) expect([text, texts(schema, at(text)).length]).toEqual([text, 1])
  })
})

describe('validateListTypes', () => {
  const rows: readonly [Schema, Json, readonly string[]][] = [
    [{ 'x-kubernetes-list-type': 'set' }, ['a', 'b', 'a', 'a'], ['spec.x[2]: Duplicate value: "a"']],
    [
      { 'x-kubernetes-list-type': 'set' },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      ['spec.x[1]: Duplicate value: {"a":1,"b":2}'],
    ],
    [
      { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] },
      [{ k: 'a' }, { k: 'a', v: 1 }],
      ['spec.x[1]: Duplicate value: {"k":"a"}'],
    ],
    [{ 'x-kubernetes-list-type': 'atomic' }, [1, 1], []],
  ]
  it.each(rows)('%j of %j', (schema, value, expected) =>
    expect(validateListTypes(inX(schema), at(value)).map(findingText)).toEqual(expected),
  )
})
