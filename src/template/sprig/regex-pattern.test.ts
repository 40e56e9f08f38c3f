import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { compilePattern } from './regex-pattern.ts'
import { translate } from './regex-translate.ts'

describe('translation', () => {
  test.each([
    ['^[a-z0-9]+$', '^[a-z0-9]+$'],
    ['.', '[^\\n]'],
    ['\\s', '[\\t\\n\\f\\r ]'],
    ['a-b', 'a\\x2db'],
    ['(?:ab)*', '(?:ab)*'],
    ['[[:alpha:]_]', '[A-Za-z_]'],
  ])('%s', (pattern, source) => {
    expect(translate(pattern)?.source).toBe(source)
  })

  test.each([
    '(a+)+',
    '(a|b)*',
    '(?i)a',
    '(?P<n>a)',
    'a**',
    '(',
    '[',
    'a{1001}',
    '\\pL',
    '(a?)*',
    '(a{100}){100}',
    '^*',
    '\\Qa\\E',
    '[z-a]',
    '{',
  ])('%s is left to RE2', (pattern) => {
    expect(translate(pattern)).toBeUndefined()
  })

  test('agrees with RE2 wherever it translates', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '\\s',
      '\\b',
      '^',
      '$',
      '(a|b)',
      '(ab)',
      '(?:a|ab)',
      'é',
      '\\.',
      '-',
    )
    const repeat = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '*?', '+?', '??', '{1,}')
    const pattern = fc
      .array(fc.tuple(atom, repeat), { maxLength: 5 })
      .map((parts) => parts.map((part) => part.join('')).join(''))
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', '\n', 'é', '-', '.', '😀'), { maxLength: 8 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        const translation = translate(source)
        fc.pre(translation !== undefined)
        const quick = compilePattern(source).find(subject, 0)
        const matcher = RE2JS.compile(source).matcher(subject)
        const found = matcher.find()
        expect(quick !== undefined).toBe(found)
        if (!found) return
        expect([quick?.start, quick?.group(0)]).toEqual([matcher.start(), matcher.group()])
        for (let group = 1; group <= matcher.groupCount(); group++) {
          expect(quick?.group(group)).toBe(matcher.group(group) ?? '')
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 500) },
    )
  })
})

describe('time', () => {
  test.each([
    ['(a+)+$', `${'a'.repeat(50_000)}b`],
    ['a*a*a*a*b', 'a'.repeat(20_000)],
    ['a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaa', 'a'.repeat(24)],
    ['(x+x+)+y', 'x'.repeat(20_000)],
    ['.*.*=.*', 'x'.repeat(20_000)],
  ])('%s stays linear', (pattern, text) => {
    const start = performance.now()
    compilePattern(pattern).test(text)
    expect(performance.now() - start).toBeLessThan(1500)
  })
})
