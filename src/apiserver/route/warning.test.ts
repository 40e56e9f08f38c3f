import { expect, test } from 'vitest'
import { warningHeaders } from './warning.ts'

test.each([
  ['plain', '299 - "plain"'],
  ['unknown field "spec.foo"', '299 - "unknown field \\"spec.foo\\""'],
  ['a\\b', '299 - "a\\\\b"'],
  ['two\r\nlines', '299 - "two lines"'],
])('%j', (text, header) => {
  expect(warningHeaders([text])).toEqual([header])
})

test('long ones are cut, so that together they stay small', () => {
  const headers = warningHeaders(Array.from({ length: 100 }, (_, at) => `${at} ${'x'.repeat(1000)}`))
  expect(headers.length).toBe(16)
  expect(headers.every(({ length }) => length <= 256 + 8)).toBe(true)
})
