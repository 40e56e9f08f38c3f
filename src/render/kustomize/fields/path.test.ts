import { expect, test } from 'vitest'
import { parsePath, splitPath } from './path.ts'

test.each([
  ['', ['']],
  ['a', ['a']],
  ['a/b/c', ['a', 'b', 'c']],
  ['/a/b', ['a', 'b']],
  ['a/', ['a', '']],
  ['a/b\\/c/d', ['a', 'b/c', 'd']],
  ['a\\/b\\/c', ['a/b/c']],
])('a path is cut at slashes: %j', (path, parts) => {
  expect(splitPath(path)).toEqual(parts)
})

test('another delimiter may be asked for', () => {
  expect(splitPath('metadata.annotations.a\\.b', '.')).toEqual(['metadata', 'annotations', 'a.b'])
})

test.each([
  ['containers[]', { key: 'containers', text: 'containers', isList: true, oddity: undefined }],
  [' a ', { key: 'a', text: ' a ', isList: false, oddity: undefined }],
  ['', { key: '', text: '', isList: false, oddity: 'empty' }],
  ['[]', { key: '', text: '', isList: true, oddity: 'empty' }],
  ['5', { key: '5', text: '5', isList: false, oddity: 'index' }],
  ['-', { key: '-', text: '-', isList: false, oddity: 'index' }],
  ['-7', { key: '-7', text: '-7', isList: false, oddity: 'negative' }],
  ['*', { key: '*', text: '*', isList: false, oddity: 'wildcard' }],
  ['[a]', { key: '[a]', text: '[a]', isList: false, oddity: 'no-value' }],
  ['[a=b]', { key: '[a=b]', text: '[a=b]', isList: false, oddity: 'index' }],
])('a part says what it is for: %j', (part, parsed) => {
  expect(parsePath(part)).toEqual([parsed])
})

test('a path of too many parts is refused', () => {
  expect(() => parsePath('a/'.repeat(2_000))).toThrow(/more than 1000 parts/)
})
