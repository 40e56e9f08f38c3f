import { expect, test } from 'vitest'
import { parseReference } from './values-reference.ts'

test.each([
  ['configmap/a', { kind: 'configmap', name: 'a', key: 'values.yaml', isOptional: false }],
  ['configmap/ns/a:k.json', { kind: 'configmap', namespace: 'ns', name: 'a', key: 'k.json' }],
  ['secret/a:k?=db.password', { kind: 'secret', key: 'k', path: 'db.password', isOptional: true }],
  ['env:TOKEN', { kind: 'env', name: 'TOKEN', path: undefined }],
  ['env:TOKEN?=a.b=c', { kind: 'env', name: 'TOKEN', path: 'a.b=c', isOptional: true }],
])('%s', (text, reference) => expect(parseReference(text)).toMatchObject(reference))

test.each(['', 'a', 'configmap/', 'pod/a', 'env:', 'configmap/a/b/c', 'secret/a:'])('%j is refused', (text) => {
  expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'usage' }))
})
