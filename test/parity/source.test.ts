import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Compat, createChart, loadChart, packageChart, readArchive, SourceError } from '#source'
import { ignoreFolder, loadCases } from './source-cases.ts'
import { writeFolder } from './source-folder.ts'

interface LoadRow {
  readonly name: string
  readonly helm4: string
  readonly helm3: string
}

interface IgnoreRow {
  readonly rules: string
  readonly files?: readonly string[]
  readonly error?: string
}

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/source/${name}.json`, import.meta.url), 'utf8')) as T
}

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'source-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What loading prints, as Helm prints it. */
function loadText(folder: string, compat: Compat): string {
  const lines: string[] = []
  try {
    loadChart(join(folder, 'x'), { compat, onWarning: (line) => lines.push(line) })
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    lines.push(`Error: ${error.message}`)
  }
  return lines.join('\n').replaceAll(`${folder}/x`, 'x').replaceAll(folder, '.')
}

describe('loading prints what Helm prints', () => {
  const rows = fixture<readonly LoadRow[]>('load')
  const cases = new Map(loadCases.map((each) => [each.name, each.files]))
  test.each(rows)('$name', (row) => {
    const folder = mkdtempSync(join(root, 'load-'))
    writeFolder(join(folder, 'x'), cases.get(row.name) ?? {})
    expect({ helm4: loadText(folder, 'helm4'), helm3: loadText(folder, 'helm3') }).toEqual({
      helm4: row.helm4,
      helm3: row.helm3,
    })
  })
})

const packageOptions = { nowMs: 1_700_000_000_000, isVersion: () => true }

describe('ignore rules leave in what Helm leaves in, packed in its order', () => {
  test.each(fixture<readonly IgnoreRow[]>('ignore'))('$rules', async ({ rules, files, error }) => {
    const folder = mkdtempSync(join(root, 'ignore-'))
    writeFolder(join(folder, 'x'), { ...ignoreFolder, '.helmignore': rules })
    const packed = packageChart(join(folder, 'x'), { ...packageOptions, destination: folder })
    if (error === undefined) {
      const names = readArchive(readFileSync(await packed)).map(({ name }) => `a/${name}`)
      expect(names).toEqual(files)
    } else {
      await expect(packed).rejects.toThrow(error.replace(/^Error: /, '').replaceAll('x/', `${folder}/x/`))
    }
  })
})

describe('create writes the bytes that Helm writes', () => {
  test.each(Object.entries(fixture<Record<Compat, Record<string, string>>>('create')))('%s', async (compat, files) => {
    const folder = await createChart('my-app', mkdtempSync(join(root, 'create-')), { compat: compat as Compat })
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const written = entries.map((entry) => join(entry.parentPath, entry.name))
    const hashes = written.map((path) => [path.slice(folder.length + 1), hash(path)])
    expect(Object.fromEntries(hashes)).toEqual(files)
    expect(readdirSync(join(folder, 'charts'))).toEqual([])
  })
})

function hash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
