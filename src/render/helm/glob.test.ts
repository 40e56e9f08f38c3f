import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileGlob, GlobError } from './glob.ts'

describe('compileGlob', () => {
  it.each([
    ['*.txt', 'a.txt', true],
    ['*.txt', 'd/a.txt', false],
    ['**.txt', 'd/a.txt', true],
    ['**/a.txt', 'a.txt', false],
    ['d/**', 'd/e/f', true],
    ['?.txt', 'ab.txt', false],
    ['[a-c].txt', 'b.txt', true],
    ['[!a-c].txt', 'b.txt', false],
    ['[!abc]', 'd', true],
    ['{a,b*}/c', 'bxx/c', true],
    ['{a,{b,c}d}', 'cd', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['{a/b,c', 'a/b', true],
    ['', '', true],
  ])('%s and %s: %s', (pattern, text, matches) => {
    expect(compileGlob(pattern)(text)).toBe(matches)
  })

  it.each(['[', '[a', '[c-a]'])('%s is refused', (pattern) => {
    expect(() => compileGlob(pattern)).toThrow(GlobError)
  })

  it('takes no time for patterns that would backtrack', () => {
    expect(compileGlob('*a'.repeat(200))('a'.repeat(2_000).concat('b'))).toBe(false)
  })

  it('matches every text without special characters with itself', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z/.]*$/), (text) => compileGlob(text)(text)))
  })
})
