import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import semver from 'semver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  buildDependencies,
  type DependencyOptions,
  listDependencies,
  packageChart,
  SourceError,
  updateDependencies,
  type VersionRules,
} from '#source'
import { dependencyCases } from './source-dependency-cases.ts'
import { chartsOf, type DependencyRow, lockOf } from './source-dependency-probe.ts'
import { writeFolder } from './source-folder.ts'

const versions: VersionRules = {
  satisfies(constraint, version) {
    if (constraint.startsWith('^^')) throw new Error(`improper constraint: ${constraint}`)
    return semver.satisfies(version, constraint)
  },
  sortVersions: (list) => [...list].sort(semver.rcompare),
  isVersion: (version) => semver.valid(version) !== null,
}

/** A repository in memory, its archives by name and version. */
function memoryOptions(archives: ReadonlyMap<string, Uint8Array> = new Map()): DependencyOptions {
  return {
    versions,
    nowMs: 1_700_000_000_000,
    repositoryUrl: (name) => (name === 'known' ? 'https://charts.example.com' : undefined),
    downloader: {
      async fetchChart(repository, name, version) {
        const bytes = archives.get(`${name}-${version}`)
        if (bytes === undefined) throw new Error(`${name} ${version} not in ${repository}`)
        return { bytes, version, url: `${repository}/${name}-${version}.tgz` }
      },
      versions: async (_repository, name) =>
        [...archives.keys()].filter((key) => key.startsWith(`${name}-`)).map((key) => key.slice(name.length + 1)),
    },
  }
}

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'source-dependency-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What a call prints, and its error, as Helm prints them. */
async function textOf(folder: string, call: (options: DependencyOptions) => Promise<void>): Promise<string> {
  const lines: string[] = []
  try {
    await call({ ...memoryOptions(), onOutput: (line) => lines.push(line) })
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    lines.push(`Error: ${error.message}`)
  }
  return lines.join('\n').replaceAll(`${folder}/`, '')
}

function cellsOf(printed: string): string[][] {
  const [, ...lines] = printed.split('\n\n')[0]?.split('\n') ?? []
  return lines.map((line) => line.split('\t').map((cell) => cell.trim()))
}

function listed(path: string): string[][] {
  return listDependencies(path, { versions }).rows.map(({ name, version, repository, status }) => [
    name,
    version,
    repository,
    status,
  ])
}

describe('dependencies as Helm lists, builds and updates them', () => {
  const rows = JSON.parse(
    readFileSync(new URL('../../fixtures/source/dependency.json', import.meta.url), 'utf8'),
  ) as DependencyRow[]
  test.each(rows)('$name', async (row) => {
    const folder = mkdtempSync(join(root, 'case-'))
    const path = join(folder, 'x')
    writeFolder(folder, dependencyCases.find(({ name }) => name === row.name)?.files ?? {})
    expect(listed(path)).toEqual(cellsOf(row.listed))
    expect(await textOf(folder, (options) => buildDependencies(path, options))).toBe(row.built)
    expect(await textOf(folder, (options) => updateDependencies(path, options))).toBe(row.updated)
    expect(listed(path)).toEqual(cellsOf(row.relisted))
    const warnings = row.relisted.split('\n').filter((line) => line.startsWith('WARNING'))
    expect(listDependencies(path, { versions }).warnings.map((line) => line.replace(`${folder}/`, ''))).toEqual(
      warnings,
    )
    expect({ charts: chartsOf(folder), lock: lockOf(folder) }).toEqual({ charts: row.charts, lock: row.lock })
  })
})

async function pack(name: string, version: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(root, 'pack-'))
  writeFolder(join(folder, name), { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n` })
  const options = { destination: folder, nowMs: 0, isVersion: versions.isVersion }
  return readFileSync(await packageChart(join(folder, name), options))
}

describe('dependencies from a repository', () => {
  test('takes the newest version that fits, by alias and by URL, and removes what is outdated', async () => {
    const archives = new Map<string, Uint8Array>()
    for (const version of ['1.0.0', '1.4.0', '1.10.0', '2.0.0'])
      archives.set(`db-${version}`, await pack('db', version))
    const path = mkdtempSync(join(root, 'repository-'))
    mkdirSync(join(path, 'charts'))
    writeFileSync(join(path, 'charts/db-1.0.0.tgz'), archives.get('db-1.0.0') ?? '')
    const row = 'name: db, version: ^1.0.0, repository: "@known"'
    writeFolder(path, {
      'Chart.yaml': `apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n- {${row}}\n- {${row}, alias: second}\n`,
    })
    await updateDependencies(path, memoryOptions(archives))
    expect(listed(path).map((cells) => cells[3])).toEqual(['ok', 'ok'])
    expect(readFileSync(join(path, 'Chart.lock'), 'utf8')).toContain(
      'repository: https://charts.example.com\n  version: 1.10.0',
    )
    await buildDependencies(path, memoryOptions(archives))
  })

  test('leaves charts/ as it was when one cannot be fetched', async () => {
    const folder = mkdtempSync(join(root, 'failing-'))
    const row = 'name: db, version: 1.0.0, repository: "oci://registry.example.com/charts"'
    writeFolder(join(folder, 'x'), {
      'Chart.yaml': `apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n- {${row}}\n- {name: absent, version: 1.0.0, repository: "oci://registry.example.com"}\n`,
    })
    const archives = new Map([['db-1.0.0', await pack('db', '1.0.0')]])
    await expect(updateDependencies(join(folder, 'x'), memoryOptions(archives))).rejects.toThrow('absent 1.0.0 not in')
    expect(chartsOf(folder)).toEqual([])
  })

  test('refuses an archive that holds another chart', async () => {
    const path = mkdtempSync(join(root, 'other-'))
    writeFolder(path, {
      'Chart.yaml':
        'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.0.0, repository: "oci://r.example.com"}\n',
    })
    const archives = new Map([['db-1.0.0', await pack('evil', '1.0.0')]])
    await expect(updateDependencies(path, memoryOptions(archives))).rejects.toMatchObject({ code: 'bad-dependency' })
  })
})
