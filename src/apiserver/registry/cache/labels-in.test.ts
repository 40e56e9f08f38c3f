import { expect, test } from 'vitest'
import { labelsIn } from './labels-in.ts'

const text = (metadata: object, spec: object = {}) => JSON.stringify({ kind: 'X', apiVersion: 'v1', metadata, spec })

test.each([
  ['none', {}, {}, {}],
  ['plain ones', { name: 'a', labels: { a: 'b', c: '' } }, {}, { a: 'b', c: '' }],
  ['those of a template are others', { name: 'a' }, { template: { metadata: { labels: { a: 'b' } } } }, {}],
  [
    'behind annotations with quotes and braces',
    { annotations: { x: '{"labels":{"no":"no"}}\\"', '}': '"' }, labels: { 'x/y': 'é' } },
    {},
    { 'x/y': 'é' },
  ],
  [
    'behind owners and fields',
    { managedFields: [{ fieldsV1: { 'f:labels': {} } }], ownerReferences: [{ name: '{' }], labels: { a: 'b' } },
    {},
    { a: 'b' },
  ],
  ['an empty map', { labels: {} }, {}, {}],
  [
    'a key like a prototype',
    { labels: { ['__proto__']: 'x', constructor: 'y' } },
    {},
    { ['__proto__']: 'x', constructor: 'y' },
  ],
])('labels are read without the rest: %s', (...row) => {
  const [, metadata, spec, expected] = row
  expect(labelsIn(text(metadata, spec))).toEqual(expected)
})
