import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../patch/json.ts'
import { findingText } from '../../status/print-finding.ts'
import type { Schema } from '../schema.ts'
import { validateSchemaRules } from './schema-rules.ts'
import { validateStructural } from './validate-structural.ts'

const root = (x: Schema): Schema => ({ type: 'object', properties: { x } })
const FORBIDDEN = 's.properties[x].anyOf[0]'

describe('validateStructural', () => {
  const rows: readonly [Schema, readonly string[]][] = [
    [root({ type: 'string' }), []],
    [{}, ['s.type: Required value: must not be empty at the root']],
    [{ type: 'string' }, ['s.type: Invalid value: "string": must be object at the root']],
    [root({}), ['s.properties[x].type: Required value: must not be empty for specified object fields']],
    [root({ type: 'array' }), ['s.properties[x].items: Required value: must be specified']],
    [
      root({ type: 'array', items: {} }),
      ['s.properties[x].items.type: Required value: must not be empty for specified array items'],
    ],
    [root({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }), []],
    [
      root({ type: 'string', anyOf: [{ type: 'string', nullable: true }] }),
      [
        `${FORBIDDEN}.nullable: Forbidden: must be false to be structural`,
        `${FORBIDDEN}.type: Forbidden: must be empty to be structural`,
      ],
    ],
    [
      { ...root({ type: 'object' }), anyOf: [{ properties: { x: { properties: { y: { minimum: 1 } } } } }] },
      [
        's.properties[x].properties[y]: Required value: because it is defined in s.anyOf[0].properties[x].properties[y]',
      ],
    ],
    [
      { type: 'object', additionalProperties: { type: 'string' } },
      ['s.additionalProperties: Forbidden: must not be used at the root'],
    ],
    [
      { type: 'object', properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } } },
      [
        's.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
      ],
    ],
    [
      {
        type: 'object',
        properties: { metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 3 } } } },
      },
      [],
    ],
    [
      root({ type: 'object', 'x-kubernetes-embedded-resource': true }),
      [
        's.properties[x].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ],
    ],
    [
      root({ type: 'string', pattern: '(' }),
      [`s.properties[x].pattern: Invalid value: "(": must be a valid regular expression, but isn't: bad`],
    ],
  ]
  it.each(rows)('%j', (schema, expected) => {
    const compilePattern = (pattern: string): void => {
      if (pattern === '(') throw new Error('bad')
    }
    expect(validateStructural(schema, 's', compilePattern).map(findingText)).toEqual(expected)
  })
})

describe('validateSchemaRules', () => {
  const list = { type: 'array', 'x-kubernetes-list-type': 'map' }
  const rows: readonly [JsonObject, readonly string[]][] = [
    [{ type: 'object', properties: { a: { type: 'string', default: 'x' } } }, []],
    [
      { type: 'wrong' },
      [
        's.type: Unsupported value: "wrong": supported values: "array", "boolean", "integer", "number", "object", "string"',
      ],
    ],
    [{ $ref: '#/x' }, ['s.$ref: Forbidden: $ref is not supported']],
    [
      { uniqueItems: true },
      ['s.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic'],
    ],
    [
      { properties: { a: {} }, additionalProperties: {} },
      ['s.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive'],
    ],
    [
      { properties: { kind: { default: 'x' } } },
      ['s.properties[kind].default: Forbidden: must not be set in top-level kind'],
    ],
    [
      { 'x-kubernetes-preserve-unknown-fields': false },
      ['s.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined'],
    ],
    [
      { 'x-kubernetes-list-type': 'set' },
      ['s.type: Required value: must be array if x-kubernetes-list-type is specified'],
    ],
    [
      {
        ...list,
        items: { type: 'object', properties: { k: { type: 'string' } } },
        'x-kubernetes-list-map-keys': ['k', 'k', 'z'],
      },
      [
        's.x-kubernetes-list-map-keys: Invalid value: ["k","k","z"]: must not contain duplicate entries',
        's.x-kubernetes-list-map-keys: Invalid value: ["k","k","z"]: entries must all be names of item properties',
        's.items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
        's.items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
      ],
    ],
    [
      list,
      [
        's.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map',
        's.items: Required value: must have a schema if x-kubernetes-list-type is map',
      ],
    ],
    [
      { 'x-kubernetes-validations': [{ rule: ' ' }, { rule: 'a\nb' }, { rule: 'a', reason: 'X' }] },
      [
        's.x-kubernetes-validations[0].rule: Required value: rule is not specified',
        's.x-kubernetes-validations[1].message: Required value: message must be specified if rule contains line breaks',
        's.x-kubernetes-validations[2].reason: Unsupported value: "X": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"',
      ],
    ],
  ]
  it.each(rows)('%j', (schema, expected) => expect(validateSchemaRules(schema, 's').map(findingText)).toEqual(expected))
})
