import { describe, expect, it } from 'vitest'
import { parseGoDuration, printGoDuration } from './go-duration.ts'
import { humanDuration, shortHumanDuration } from './human.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

describe('ages', () => {
  it.each([
    [-3 * second, '<invalid>', '<invalid>'],
    [-1 * second, '0s', '0s'],
    [0, '0s', '0s'],
    [119 * second, '119s', '1m'],
    [2 * minute, '2m', '2m'],
    [9 * minute + 59 * second, '9m59s', '9m'],
    [10 * minute + 5 * second, '10m', '10m'],
    [179 * minute, '179m', '2h'],
    [3 * hour + 10 * minute, '3h10m', '3h'],
    [8 * hour + 10 * minute, '8h', '8h'],
    [47 * hour, '47h', '1d'],
    [2 * day + 3 * hour, '2d3h', '2d'],
    [8 * day + 3 * hour, '8d', '8d'],
    [729 * day, '729d', '1y'],
    [2 * 365 * day + 3 * day, '2y3d', '2y'],
    [9 * 365 * day, '9y', '9y'],
  ])('%d ms is %s and %s', (spanMs, long, short) => {
    expect([humanDuration(spanMs), shortHumanDuration(spanMs)]).toEqual([long, short])
  })
})

describe("Go's durations", () => {
  it.each([
    ['1h30m', 5_400_000, '1h30m0s'],
    ['1.5s', 1500, '1.5s'],
    ['-250ms', -250, '-250ms'],
    ['0', 0, '0s'],
    ['10us', 0.01, '10µs'],
    ['.5m', 30_000, '30s'],
  ])('%s', (text, ms, printed) => {
    expect(parseGoDuration(text)).toBeCloseTo(ms)
    expect(printGoDuration(ms)).toBe(printed)
  })

  it.each(['', '1', 's', '1d', '1h 30m', '1..5s', '9999999999h'])('%j is none', (text) => {
    expect(parseGoDuration(text)).toBeUndefined()
  })
})
