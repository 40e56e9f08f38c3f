import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import semver from 'semver'
import { describe, expect, test } from 'vitest'
import { TemplateError } from '../error.ts'
import { createTemplateSet } from '../set.ts'
import type { Value } from '../value.ts'
import { parseConstraint, satisfies } from './constraint.ts'
import { semverFunctions } from './semver.ts'
import { compareVersions, formatVersion, parseVersion } from './semver-version.ts'

interface Outcome {
  readonly output?: string
  readonly error?: string
}

interface Row extends Outcome {
  readonly template: string
  readonly helm3?: Outcome
}

const { rows } = JSON.parse(readFileSync('fixtures/sprig/semver.json', 'utf8')) as { rows: Row[] }
const isPlain = (row: Row): boolean =>
  /^\{\{ semverCompare "[^"]*" "[^"]*" \}\}$|^\{\{ \$v := semver "[^"]*" \}\}\{\{ \$v \}\} \{\{ \$v.Original/.test(
    row.template,
  )

describe('dialect of Helm 3.17', () => {
  const functions = new Map(semverFunctions('3.3').map((each) => [each.name, each]))
  const run = (template: string): string => {
    try {
      const set = createTemplateSet({ functions })
      set.parse('row', template)
      return set.execute('row', new Map<string, Value>())
    } catch (error) {
      return (error as TemplateError).reason
    }
  }
  const plain = rows.filter(isPlain)
  test(`${plain.length} rows`, () => {
    const expected = plain.map(({ template, helm3, output, error }) => [
      template,
      helm3 === undefined ? (error ?? output) : (helm3.error ?? helm3.output),
    ])
    expect(plain.map(({ template }) => [template, run(template)])).toEqual(expected)
  })
})

const number = fc.integer({ min: 0, max: 12 })
const prerelease = fc.constantFrom('', '-0', '-alpha', '-alpha.1', '-rc.2', '-1', '-a-b.10')
const version = fc.tuple(number, number, number, prerelease).map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`)

describe('properties', () => {
  test('versions order as npm orders them', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(parseVersion(a), parseVersion(b))).toBe(semver.compare(a, b))
      }),
    )
  })

  test('released versions satisfy simple ranges as in npm', () => {
    const release = fc.tuple(number, number, number).map((parts) => parts.join('.'))
    const operator = fc.constantFrom('>=', '>', '<', '<=', '=', '~', '^')
    fc.assert(
      fc.property(operator, release, release, (sign, bound, candidate) => {
        fc.pre(!(sign === '~' && bound === '0.0.0'))
        expect(satisfies(sign + bound, candidate)).toBe(semver.satisfies(candidate, sign + bound))
      }),
    )
  })

  test('what was written is read back', () => {
    fc.assert(
      fc.property(version, (text) => {
        expect(formatVersion(parseVersion(`v${text}`))).toBe(text)
      }),
    )
  })

  test('any text is a constraint or is refused with a known message', () => {
    const piece = fc.constantFrom(
      '1',
      '0',
      'x',
      '*',
      '.',
      '-',
      ' - ',
      ' ',
      ',',
      '||',
      '|',
      '>',
      '<',
      '=',
      '~',
      '^',
      '!',
      'v',
      'a',
      '+',
      'é',
      '\n',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            satisfies(parseConstraint(text), '1.2.3')
          } catch (error) {
            expect((error as Error).message).toMatch(/^(improper constraint: |constraint parser error$)/)
          }
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })

  test('any text is a version or is refused with a known message', () => {
    const piece = fc.constantFrom('1', '0', '01', '.', '-', '+', 'a', 'v', 'é', ' ', '99999999999999999999')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 20 }).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            expect(compareVersions(parseVersion(text), parseVersion(text))).toBe(0)
          } catch (error) {
            expect((error as Error).message).toMatch(
              /^(invalid semantic version|version segment starts with 0|error parsing version segment: .*)$/,
            )
          }
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })

  test.each([
    ['spaces', `${'1 '.repeat(1) + '1   '.repeat(20_000)}!`],
    ['digits', '1'.repeat(200_000)],
    ['hyphens', '1 - '.repeat(20_000)],
    ['dots', '1.'.repeat(100_000)],
    ['alternatives', '||'.repeat(50_000)],
  ])('hostile %s take no time', (_, text) => {
    const start = performance.now()
    expect(() => parseConstraint(text)).toThrow()
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
