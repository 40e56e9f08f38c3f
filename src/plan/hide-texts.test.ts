import { expect, test } from 'vitest'
import type { Plan } from './contract.ts'
import { hideTexts } from './hide-texts.ts'

const planOf = (before: unknown, after: unknown): Plan =>
  ({
    changes: [{ fields: [{ path: '/data', before, after, cause: { kind: 'unknown' } }] }],
    hooks: [],
    warnings: [],
    refusals: [],
  }) as unknown as Plan

test.each<readonly [readonly string[], unknown, unknown]>([
  [['s3cret'], { a: 'x=s3cret;', b: ['s3cret'], c: 1 }, { a: 'x=(hidden);', b: ['(hidden)'], c: 1 }],
  [['s3cret'], 'czNjcmV0', '(hidden)'],
  [['long', 'longer'], 'a longer one', 'a (hidden) one'],
  [['abc'], 'abc', 'abc'],
  [[], 'abc', 'abc'],
])('%j in %j', (secrets, before, hidden) => {
  const [change] = hideTexts(planOf(before, undefined), secrets).changes
  expect(change?.fields[0]).toMatchObject({ before: hidden, after: undefined })
})
