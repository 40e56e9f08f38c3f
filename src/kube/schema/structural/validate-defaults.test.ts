import { describe, expect, it } from 'vitest'
import type { Json } from '../../patch/json.ts'
import { findingText } from '../../status/print-finding.ts'
import { coerceMetadata } from '../coerce-metadata.ts'
import type { Schema } from '../schema.ts'
import { validateEmbedded } from '../validate-embedded.ts'
import { validateDefaults } from './validate-defaults.ts'

const metadata: Schema = {
  typeName: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
  type: 'object',
  properties: { name: { type: 'string' }, labels: { type: 'object', additionalProperties: { type: 'string' } } },
}
const embedded: Schema = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  properties: { spec: { type: 'object' } },
}
const root = (x: Schema): Schema => ({ type: 'object', properties: { x } })
const options = { compilePattern: () => () => true, metadata, validateMetadata: () => [] }

describe('validateDefaults', () => {
  const rows: readonly [Schema, readonly string[]][] = [
    [root({ type: 'integer', default: 1 }), []],
    [
      root({ type: 'integer', default: 'a' }),
      ['s.properties[x].default: Invalid value: "string":  in body must be of type integer: "string"'],
    ],
    [
      root({ type: 'object', properties: {}, default: { y: 1 } }),
      ['s.properties[x].default: Invalid value: {"y":1}: must not have unknown fields'],
    ],
    [
      root({ type: 'array', items: { type: 'integer', maximum: 1 }, default: [2] }),
      ['s.properties[x].default.[0]: Invalid value: 2: [0] in body should be less than or equal to 1'],
    ],
    [root({ ...embedded, default: { kind: 'X' } }), ['s.properties[x].default.apiVersion: Required value']],
    [
      root({
        ...embedded,
        properties: { metadata: { type: 'object', properties: { name: { type: 'integer', default: 3 } } } },
      }),
      [
        's.properties[x].properties[metadata].properties[name].default: Invalid value: 3: must result in valid metadata: metadata: Invalid value: {"name":3}: json: cannot unmarshal number into Go struct field ObjectMeta.name of type string',
      ],
    ],
  ]
  it.each(rows)('%j', (schema, expected) =>
    expect(validateDefaults(schema, 's', options).map(findingText)).toEqual(expected),
  )
})

describe('coerceMetadata', () => {
  const rows: readonly [Json, boolean, Json, readonly string[]][] = [
    [{ metadata: { name: 'a', foo: 1 } }, false, { metadata: { name: 'a' } }, ['metadata.foo']],
    [{ metadata: { name: 1, labels: {} } }, true, { metadata: {} }, []],
    [{ kind: 1, metadata: null }, true, { metadata: {} }, []],
    [{ x: { kind: 'X', metadata: { bar: 1 } } }, false, { x: { kind: 'X', metadata: {} } }, ['x.metadata.bar']],
  ]
  it.each(rows)('%j, dropping %s', (value, dropsInvalid, ...expected) => {
    const { unknown } = coerceMetadata(root(embedded), value, { metadata, isResourceRoot: true, dropsInvalid })
    expect([value, unknown]).toEqual(expected)
  })
  it('refuses the first wrong field', () => {
    const { fault } = coerceMetadata({}, { metadata: { name: 1 } }, { metadata, isResourceRoot: true })
    expect(fault?.detail).toBe('json: cannot unmarshal number into Go struct field ObjectMeta.name of type string')
  })
})

it('embedded objects need a version and a kind', () => {
  const value = { x: { apiVersion: 'a/b/c', kind: '-' } }
  expect(validateEmbedded(root(embedded), value, options).map(({ field, type }) => [field, type])).toEqual([
    ['x.apiVersion', 'invalid'],
    ['x.kind', 'invalid'],
  ])
})
