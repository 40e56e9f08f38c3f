import { expect, test } from 'vitest'
import { compareWithReference } from './testing.ts'

test('decisions are those of the plain reference, on 100 random clusters', () => {
  const all = Array.from({ length: 100 }, (_, seed) => compareWithReference(seed))
  expect(all.map(({ difference }) => difference).filter((text) => text !== undefined)).toEqual([])
  expect(all.reduce((sum, { placed }) => sum + placed, 0)).toBeGreaterThan(200)
  expect(all.reduce((sum, { preempting }) => sum + preempting, 0)).toBeGreaterThan(10)
})
