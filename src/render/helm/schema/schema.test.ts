import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { YamlValue } from '#yaml'
import { schemaMessage, validateAgainstSchema } from './index.ts'

interface Row {
  readonly id: string
  readonly schema: string
  readonly values: string
  readonly helm3: string
  readonly helm4: string
}

const table: readonly Row[] = JSON.parse(readFileSync('fixtures/schema/table.json', 'utf8'))

function toValues(json: unknown): YamlValue {
  if (Array.isArray(json)) return json.map(toValues)
  if (typeof json !== 'object' || json === null) return json as YamlValue
  return new Map(Object.entries(json).map(([key, value]) => [key, toValues(value)]))
}

/** Helm walks Go maps: lines of one level come in any order, and so do names in one line. */
function ordered(text: string): string {
  const blocks: string[][] = []
  const lines = text.replace(/\n$/, '').split('\n')
  const head = lines.findIndex((line) => line.startsWith('- '))
  if (head < 0) return text
  for (const line of lines.slice(head)) {
    if (line.startsWith('- ')) blocks.push([sortNames(line)])
    else blocks.at(-1)?.push(line.replace(/^ {2}/, ''))
  }
  const sorted = blocks.map(([first = '', ...rest]) => `${first}\n${ordered(rest.join('\n')).replaceAll(/^/gm, '  ')}`)
  return [...lines.slice(0, head), ...sorted.sort()].join('\n')
}

function sortNames(line: string): string {
  return line.replace(/(additional properties )(.*)( not allowed)/, (_all, before, names, after) => {
    return before + names.split(', ').sort().join(', ') + after
  })
}

describe.each(['helm3', 'helm4'] as const)('values.schema.json, %s', (compat) => {
  const message = (row: Row): string => {
    const lines = validateAgainstSchema(Buffer.from(row.schema), toValues(JSON.parse(row.values)), { compat })
    return schemaMessage('probe', lines).replace(/^probe:\n/, '')
  }
  const crashes = table.filter((row) => row[compat] === 'crash')
  it.each(crashes)('$id', (row) => expect(message(row)).toMatch(/no endless \$ref/))

  const rows = table.filter((row) => row[compat] !== 'crash')
  it(`${rows.length} rows`, () => {
    const expected = rows.map((row) => [row.id, ordered(row[compat])])
    expect(rows.map((row) => [row.id, ordered(message(row))])).toEqual(expected)
  })
})
