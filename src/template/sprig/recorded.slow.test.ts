import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { TemplateError } from '../error.ts'
import { createTemplateSet } from '../set.ts'
import type { FuncMap } from '../value.ts'
import { sprigFunctions } from './index.ts'
import { parseGoJson } from './json-parse.ts'

interface Row {
  readonly template: string
  readonly output?: string
  readonly error?: string
}

interface Fixture {
  readonly timeZone: string
  readonly values: unknown
  readonly rows: readonly Row[]
}

function read(name: string): Fixture {
  return JSON.parse(readFileSync(`fixtures/sprig/${name}.json`, 'utf8')) as Fixture
}

function functionsFor({ timeZone }: Fixture): FuncMap {
  return sprigFunctions({ now: () => Date.now(), randomBytes: (size) => randomBytes(size), timeZone })
}

/** What the template prints, or the reason why it does not. */
function run(template: string, fixture: Fixture, functions: FuncMap): string {
  try {
    const set = createTemplateSet({ functions })
    set.parse('row', template)
    return set.execute('row', new Map([['Values', parseGoJson(JSON.stringify(fixture.values))]]))
  } catch (error) {
    return error instanceof TemplateError ? error.reason : `${error}`
  }
}

/** Keys take a tenth of a second and more: each kind of password or key once; all of them when FUZZ_RUNS is set. */
function isWorthTheTime({ template }: Row): boolean {
  const again =
    /derivePassword (7|4294967295) "(?!maximum)|genPrivateKey ""|\(genSelfSignedCert "x" \(list "(::|A:b|1::8|2001)/
  return process.env.FUZZ_RUNS !== undefined || !again.test(template)
}

describe('recorded from helm', () => {
  for (const name of ['regex', 'semver', 'date', 'date-local']) {
    const fixture = read(name)
    const functions = functionsFor(fixture)
    test(`${fixture.rows.length} rows of ${name}`, () => {
      const actual = fixture.rows.map(({ template }) => [template, run(template, fixture, functions)])
      expect(actual).toEqual(fixture.rows.map(({ template, output, error }) => [template, error ?? output]))
    })
  }

  const crypto = read('crypto')
  const functions = functionsFor(crypto)
  test.each(crypto.rows.filter(isWorthTheTime))('$template', ({ template, output, error }) => {
    expect(run(template, crypto, functions)).toBe(error ?? output)
  })
})
