import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { TemplateError } from '../error.ts'
import { createTemplateSet } from '../set.ts'
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

function run(template: string, fixture: Fixture): Row {
  const functions = sprigFunctions({
    now: () => Date.now(),
    randomBytes: (size) => new Uint8Array(size),
    timeZone: fixture.timeZone,
  })
  try {
    const set = createTemplateSet({ functions })
    set.parse('row', template)
    return { template, output: set.execute('row', new Map([['Values', parseGoJson(JSON.stringify(fixture.values))]])) }
  } catch (error) {
    return { template, error: error instanceof TemplateError ? error.reason : `${error}` }
  }
}

describe.each(['semver'])('rows of %s recorded from helm', (name) => {
  const fixture = JSON.parse(readFileSync(`fixtures/sprig/${name}.json`, 'utf8')) as Fixture
  test.each(fixture.rows)('$template', (row) => {
    const actual = run(row.template, fixture)
    expect(actual.error ?? actual.output).toBe(row.error ?? row.output)
  })
})
