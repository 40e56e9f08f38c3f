import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesField, fieldsOf, message, numberField } from './protobuf.ts'
import { prefixRange } from './request.ts'
import { watchAnswer } from './response.ts'

test('numbers up to 2^53 and bytes come back as they were written', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.maxSafeNat().filter((n) => n > 0),
      fc.uint8Array(),
      (field, number, bytes) => {
        const fields = [...fieldsOf(message(numberField(field, number), bytesField(field + 1, bytes)))]
        expect(fields).toEqual([
          [field, number],
          [field + 1, Buffer.from(bytes)],
        ])
      },
    ),
  )
})

test('foreign bytes are read or refused with a RangeError, never more', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        watchAnswer(Buffer.from(bytes))
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
})

test.each([
  ['/a/', '/a/', '/a0'],
  ['', '\0', '\0'],
  ['a\u00ff', 'a\u00ff', 'b'],
])('the keys under %j go from %j to %j', (prefix, key, end) => {
  const range = prefixRange(Buffer.from(prefix, 'latin1'))
  expect([[...range.key], [...(range.end ?? [])]]).toEqual([key, end].map((text) => [...Buffer.from(text, 'latin1')]))
})
