import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromBytes, toBytes } from './bytes.ts'
import type { GoVersion } from './options.ts'
import { createTemplateSet } from './set.ts'
import { testData, testFunctions } from './testing.ts'

interface Row {
  readonly template: string
  readonly output?: string
  readonly error?: string
}

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(`fixtures/template/${name}.json`, 'utf8'))
}

/** Recorded texts are bytes, one character each. */
function text(bytes: string): string {
  return fromBytes(Uint8Array.from(bytes, (character) => character.charCodeAt(0)))
}

function run(template: string, goVersion: GoVersion): Row {
  const set = createTemplateSet({ functions: testFunctions(), missingKey: 'zero', goVersion })
  try {
    set.parse('gotpl', template)
    return { template, output: set.execute('gotpl', testData(values)).replaceAll('<no value>', '') }
  } catch (error) {
    return { template, error: (error as Error).message }
  }
}

const values = fixture('values')

describe.each([
  ['exec', '1.25'],
  ['parse', '1.25'],
  ['printf', '1.25'],
  ['go123', '1.23'],
] as const)('recorded from the real engine: %s', (name, goVersion) => {
  const rows = fixture(name) as Row[]
  it(`${rows.length} rows`, () => {
    const expected = rows.map(({ template, output, error }) =>
      output === undefined ? { template, error: text(error as string) } : { template, output: text(output) },
    )
    expect(rows.map(({ template }) => run(template, goVersion))).toEqual(expected)
  })
})

it('bytes of a string survive the way to text and back', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  expect(toBytes(fromBytes(bytes))).toEqual(bytes)
})
