import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromBytes } from '../bytes.ts'
import { TemplateError } from '../error.ts'
import { createTemplateSet } from '../set.ts'
import { type FuncMap, int, type Value } from '../value.ts'
import { dateFunctions } from './date.ts'
import { generalFunctions } from './general.ts'
import { parseGoJson } from './json-parse.ts'
import { regexFunctions } from './regex.ts'
import { semverFunctions } from './semver.ts'

interface Row {
  readonly template: string
  readonly output?: string
  readonly outputBase64?: string
  readonly error?: string
}

interface Fixture {
  readonly values: unknown
  readonly set: Readonly<Record<string, unknown>>
  readonly rows: readonly Row[]
}

const fixture = JSON.parse(readFileSync('fixtures/sprig/general.json', 'utf8')) as Fixture
const environment = { now: () => 0, randomBytes: (size: number) => randomBytes(size), timeZone: 'UTC' }
const functions: FuncMap = new Map(
  [...generalFunctions(environment), ...dateFunctions(environment), ...semverFunctions(), ...regexFunctions()].map(
    (each) => [each.name, each],
  ),
)

/** A new copy of the values each time: some rows change them. */
function values(): Value {
  const map = parseGoJson(JSON.stringify(fixture.values)) as Map<string, Value>
  for (const [key, value] of Object.entries(fixture.set)) {
    const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
    map.set(key, isNumber ? int(BigInt(value as string), 'int64') : (value as Value))
  }
  return new Map<string, Value>([['Values', map]])
}

function run(template: string): Row {
  try {
    const set = createTemplateSet({ functions, missingKey: 'zero' })
    set.parse('row', template)
    return { template, output: set.execute('row', values()) }
  } catch (error) {
    return { template, error: error instanceof TemplateError ? error.reason : `${error}` }
  }
}

describe('rows recorded from helm', () => {
  test(`${fixture.rows.length} rows`, () => {
    const expected = fixture.rows.map(({ template, output, outputBase64, error }) => ({
      template,
      output: outputBase64 === undefined ? output : fromBytes(Buffer.from(outputBase64, 'base64')),
      error,
    }))
    expect(fixture.rows.map(({ template }) => run(template))).toEqual(expected)
  })
})
