import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkRooms, type Finding, type SourceTree } from './rooms.ts'
import { readRoomTable } from './table.ts'

const table = readRoomTable(readFileSync('docs/architecture.md', 'utf8'))

const broken: readonly (readonly [rule: Finding['rule'], files: Record<string, string>])[] = [
  ['unknown-room', { 'src/attic/index.ts': 'export const a = 1' }],
  ['door', { 'src/cli/a.ts': "import { load } from '#yaml/load'" }],
  ['table', { 'src/yaml/a.ts': "import { load } from '#kube'" }],
  ['table', { 'src/repo/a.ts': "export type { Chart } from '#source'" }],
  ['table', { 'src/source/a.ts': "const engine = await import('#template')" }],
  ['table', { 'src/kubelet/a.ts': "import '#render'" }],
  ['testing-door', { 'src/cli/a.ts': "import { fake } from '#yaml/testing'" }],
  ['pure', { 'src/template/a.ts': "import { readFileSync } from 'node:fs'" }],
  ['pure', { 'src/render/a.ts': "import { readFile } from 'fs/promises'" }],
  ['outside', { 'src/cli/a.ts': "import { load } from '../yaml/index.ts'" }],
  ['unresolved', { 'src/cli/a.ts': "import { load } from './b.ts'" }],
  ['cycle', { 'src/cli/a.ts': "import './b.ts'", 'src/cli/b.ts': "import type { A } from './a.ts'" }],
]

describe('the room table', () => {
  test('holds for every file of src', () => {
    const tree = readTree()
    const { findings, seen } = checkRooms(tree, table)
    expect(findings).toEqual([])
    expect(seen).toBe(globSync('src/**/*.ts').length)
    expect(seen).toBeGreaterThan(50)
  })

  test.each(broken)('%s fires on %j', (rule, files) => {
    const { findings } = checkRooms(new Map(Object.entries(files)), table)
    expect(findings.map((finding) => finding.rule)).toContain(rule)
  })

  test('lets through what the table allows', () => {
    const files = {
      'src/render/a.ts': "import { load } from '#yaml'\nimport { b } from './b.ts'",
      'src/render/b.ts': "import { createHash } from 'node:crypto'",
      'src/yaml/a.test.ts': "import { load } from '#yaml'\nimport { x } from '#yaml/testing'",
    }
    expect(checkRooms(new Map(Object.entries(files)), table).findings).toEqual([])
  })
})

function readTree(): SourceTree {
  return new Map(globSync('src/**/*.ts').map((file) => [file, readFileSync(file, 'utf8')]))
}
