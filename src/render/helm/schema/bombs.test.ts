import { describe, expect, it } from 'vitest'
import { validateAgainstSchema } from './index.ts'

const doubled = Object.fromEntries(
  Array.from({ length: 60 }, (_, index) => [
    `d${index}`,
    { allOf: [{ $ref: `#/definitions/d${index + 1}` }, { $ref: `#/definitions/d${index + 1}` }] },
  ]),
)
const deep = (open: string, close: string, times: number): string => `${open.repeat(times)}true${close.repeat(times)}`

/** Schemas of a few lines, or a few megabytes, that would never end or never fit. */
const BOMBS: Readonly<Record<string, string>> = {
  'a reference to itself': '{"$ref":"#"}',
  'two that refer to each other':
    '{"$ref":"#/definitions/a","definitions":{"a":{"allOf":[{"$ref":"#/definitions/b"}]},"b":{"anyOf":[{"$ref":"#/definitions/a"}]}}}',
  'doubling references': JSON.stringify({
    $ref: '#/definitions/d0',
    definitions: { ...doubled, d60: { type: 'string' } },
  }),
  'deep nesting': deep('{"not":', '}', 5_000),
  'very deep nesting': deep('{"not":', '}', 200_000),
  'deep lists': deep('[', ']', 200_000),
  'a pattern that backtracks': '{"properties":{"v":{"pattern":"^(a+)+$"}}}',
  'a number without end': '{"properties":{"n":{"maximum":1e999999999,"multipleOf":1e-999999999}}}',
  'a remote reference': '{"$ref":"https://example.com/schema.json"}',
  'a file reference': '{"$ref":"file:///etc/hostname"}',
}

describe.each(['helm3', 'helm4'] as const)('%s: a hostile schema ends with a clear line', (compat) => {
  it.each(Object.entries(BOMBS))('%s', (name, schema) => {
    const start = process.cpuUsage()
    const values = new Map<string, string | number>([
      ['v', `${'a'.repeat(5_000)}!`],
      ['n', 5],
    ])
    const lines = validateAgainstSchema(Buffer.from(schema), values, { compat })
    const { user, system } = process.cpuUsage(start)
    expect(user + system, 'microseconds').toBeLessThan(3_000_000)
    if (name !== 'a number without end') expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('\n')).not.toContain('Maximum call stack')
  })
})
