import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuantity } from './parse.ts'
import { canonicalQuantity, canonicalResource, printQuantity } from './print.ts'
import { addQuantities, compareQuantities, milliValueOf, quantityOf, valueOf } from './quantity.ts'

describe('a quantity in its canonical text', () => {
  it.each([
    ['0', '0'],
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['1024Mi', '1Gi'],
    ['2048', '2048'],
    ['0.5Gi', '512Mi'],
    ['0.5Ki', '512'],
    ['0.1Gi', '107374182400m'],
    ['100000', '100k'],
    ['1e3', '1e3'],
    ['1e4', '10e3'],
    ['1E3', '1e3'],
    ['-1.5', '-1500m'],
    ['+5', '5'],
    ['.5', '500m'],
    ['5.', '5'],
    ['1.0000000001', '1000000001n'],
    ['9223372036854775808Ki', '9223372036854775807'],
    ['12E', '12E'],
    ['1e-10', '1e-9'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical)
  })

  it.each(['', 'abc', '1.2.3', '5MM', '1Kii', '1e', '--1', ' 1', '1 ', 'Ki', '1e9999999', '١'])(
    '%j is none',
    (text) => {
      expect(parseQuantity(text)).toBeUndefined()
    },
  )

  it('is kept in thousandths inside a resource list', () => {
    expect(canonicalResource('100u')).toBe('1m')
    expect(canonicalResource('0.0005')).toBe('1m')
  })
})

describe('arithmetic', () => {
  it.each([
    ['100m', '900m', '1'],
    ['1Gi', '512Mi', '1536Mi'],
    ['0', '1Ki', '1Ki'],
    ['1', '1Ki', '1025'],
  ])('%s + %s = %s', (a, b, sum) => {
    const [left, right] = [parseQuantity(a), parseQuantity(b)]
    expect(left && right && printQuantity(addQuantities(left, right))).toBe(sum)
  })

  it('rounds values away from zero', () => {
    const half = parseQuantity('1.0005')
    expect(half && [valueOf(half), milliValueOf(half)]).toEqual([2n, 1001n])
  })

  it('printing and parsing are inverse, and order is that of numbers', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        (a, b) => {
          const [left, right] = [quantityOf(a, 'BinarySI'), quantityOf(b)]
          expect(parseQuantity(printQuantity(left))?.nanos).toBe(left.nanos)
          expect(parseQuantity(printQuantity(right))?.nanos).toBe(right.nanos)
          expect(Math.sign(compareQuantities(left, right))).toBe(a < b ? -1 : a > b ? 1 : 0)
        },
      ),
    )
  })

  it('never throws on a text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const canonical = canonicalQuantity(text)
        expect(canonicalQuantity(canonical)).toBe(canonical)
      }),
    )
  })
})
