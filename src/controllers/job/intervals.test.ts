import { describe, expect, test } from 'vitest'
import {
  firstGaps,
  hasIndex,
  intervalsOf,
  merge,
  overlapOf,
  parseIntervals,
  printIntervals,
  totalOf,
} from './intervals.ts'

const spell = (intervals: readonly { first: number; last: number }[]): string =>
  intervals.map(({ first, last }) => `${first}..${last}`).join(' ')

describe('reading', () => {
  test.each([
    ['nothing', '', 5, ''],
    ['one', '1', 5, '1..1'],
    ['two neighbours', '1,2', 5, '1..2'],
    ['a range', '1-3', 5, '1..3'],
    ['a range and more', '0,2-3,6', 10, '0..0 2..3 6..6'],
    ['neighbours of a range', '0-1,2,4', 10, '0..2 4..4'],
    ['only below the completions', '0,2-10,12', 5, '0..0 2..4'],
    ['what is no interval is left out', '1,foo,3-bar,5', 10, '1..1 5..5'],
  ])('%s', (_, text, completions, expected) => {
    expect(spell(parseIntervals(text, completions))).toBe(expected)
  })
})

test.each([
  ['', []],
  ['1', [1]],
  ['1,2', [1, 2]],
  ['1-3', [1, 2, 3]],
  ['0,2-4,6,7', [7, 6, 4, 3, 2, 0]],
])('written: %s', (text, indexes) => {
  expect(printIntervals(intervalsOf(indexes))).toBe(text)
  expect(totalOf(intervalsOf(indexes))).toBe(indexes.length)
})

test.each([
  ['0,2,4', '1,3', '0..4'],
  ['0-2', '1-5', '0..5'],
  ['0,1', '5-6', '0..1 5..6'],
  ['', '3', '3..3'],
])('%s with %s', (some, more, expected) => {
  expect(spell(merge(parseIntervals(some, 9), parseIntervals(more, 9)))).toBe(expected)
})

test.each([
  ['1,3-5', '1 3 4 5', '0 2 6'],
  ['', '', '0 1'],
])('members of %s', (text, members, others) => {
  const intervals = parseIntervals(text, 9)
  for (const index of members.split(' ').filter((one) => one !== ''))
    expect(hasIndex(intervals, Number(index))).toBe(true)
  for (const index of others.split(' ')) expect(hasIndex(intervals, Number(index))).toBe(false)
})

test.each([
  ['0-4', '2-6', 3],
  ['0,2,4', '0-9', 3],
  ['0-1', '3-4', 0],
  ['0-2,5-8', '1-6', 4],
])('common to %s and %s', (some, more, count) => {
  expect(overlapOf(parseIntervals(some, 10), parseIntervals(more, 10))).toBe(count)
})

test.each([
  ['the first ones', '', 3, 5, [0, 1, 2]],
  ['those between', '0,2-3', 3, 9, [1, 4, 5]],
  ['no more than there are', '0-2', 5, 5, [3, 4]],
  ['none when all are taken', '0-4', 2, 5, []],
  ['none when none are asked for', '', 0, 5, []],
])('gaps: %s', (...row) => {
  const [, text, count, completions, expected] = row
  expect(firstGaps(parseIntervals(text, completions), count, completions)).toEqual(expected)
})
