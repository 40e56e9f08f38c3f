import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareKeys } from './key-order.ts'
import { SortedKeys } from './sorted-keys.ts'

const key = fc.string({ unit: 'binary', maxLength: 4 })

test('keys sort as their bytes do', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})

test('a sorted set is what a plain one would be, also when it is large', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 30 }), fc.array(key), (added, removed) => {
      const many = Array.from({ length: 1500 }, (_, at) => `/m/${at}`)
      const sorted = new SortedKeys([...new Set(many)])
      const plain = new Set(many)
      for (const one of added) {
        sorted.add(one)
        plain.add(one)
      }
      for (const one of [...removed, ...many.filter((_, at) => at % 3 === 0)]) {
        sorted.remove(one)
        plain.delete(one)
      }
      expect([...sorted.under('', '')]).toEqual([...plain].toSorted(compareKeys))
      expect([...sorted.under('/m/1', '/m/12')]).toEqual(
        [...plain].filter((one) => one.startsWith('/m/1') && compareKeys(one, '/m/12') >= 0).toSorted(compareKeys),
      )
    }),
    { numRuns: 30 },
  )
})
