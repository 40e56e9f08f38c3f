import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadedAtStart } from './startup.ts'

const { imports, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Built-in modules that load within a fraction of a millisecond; streams, cryptography and zlib take several. */
const LIGHT = ['node:fs', 'node:module', 'node:os', 'node:path']

describe('rendering a chart starts at once', () => {
  const { files, others } = loadedAtStart(['src/cli/main.ts', 'src/cli/commands/template.ts'], imports)

  test('the whole path was followed', () => {
    for (const file of ['src/render/helm/render.ts', 'src/template/parser.ts', 'src/yaml/quick.ts']) {
      expect(files).toContain(file)
    }
  })

  test('no package is loaded before it is needed', () => {
    expect([...others].filter(([name]) => name in dependencies)).toEqual([])
  })

  test('no heavy part of Node is loaded before it is needed', () => {
    const heavy = [...others].filter(([name]) => !LIGHT.includes(name))
    expect(heavy).toEqual([])
  })
})
