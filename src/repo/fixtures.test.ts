import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentVariables, helmEnvironment } from './environment.ts'
import { messageOf } from './error.ts'
import { writeIndex } from './index-build.ts'
import { type IndexWarning, parseIndex } from './index-file.ts'
import { validateMetadata } from './metadata-check.ts'
import { dumpWholeMetadata, parseMetadata } from './metadata-parse.ts'
import { searchRepositories } from './search-repositories.ts'
import { packFiles } from './testing-archive.ts'
import { compareVersions, parseVersion } from './version.ts'

// What real helm printed, recorded by test/parity/repo-probe.ts.
const read = (name: string) => JSON.parse(readFileSync(`fixtures/repo/${name}.json`, 'utf8'))
const levels = ['helm3', 'helm4'] as const

interface Said {
  readonly out: string
  readonly err: string
}
type Row<T> = T & { readonly helm3: Said; readonly helm4: Said }

describe.each(levels)('Chart.yaml, %s', (compat) => {
  test.each(read('metadata') as Row<{ text: string }>[])('$text', ({ text, ...expected }) => {
    const actual = printMetadata(text, compat)
    if (expected[compat].err === '') expect(actual).toBe(expected[compat].out)
    else expect(actual).toBe(expected[compat].err.replace(/^WARNING:.*\n/gm, '').trimEnd())
  })
})

function printMetadata(text: string, compat: 'helm3' | 'helm4'): string {
  try {
    const metadata = parseMetadata(text, 'Chart.yaml', { compat })
    try {
      return `${dumpWholeMetadata(validateMetadata({ ...metadata, apiVersion: metadata.apiVersion || 'v1' }, compat))}\n`
    } catch (error) {
      return `Error: ${messageOf(error)}`
    }
  } catch (error) {
    return `Error: cannot load Chart.yaml: ${messageOf(error)}`
  }
}

interface EnvironmentRow {
  readonly variables: Record<string, string>
  readonly helm3: string
  readonly helm4: string
}

test.each(read('environment') as EnvironmentRow[])('environment $variables', ({ variables, ...expected }) => {
  for (const compat of levels) {
    const environment = helmEnvironment(variables, '/h', 'linux')
    const rows = [...environmentVariables(environment, { compat, bin: 'helm' })]
    expect(rows.map(([name, value]) => `${name}="${value}"\n`).join('')).toBe(expected[compat])
  }
})

describe('index.yaml', () => {
  test.each(read('index') as Row<{ name: string; text: string }>[])('$name', ({ text, helm4 }) => {
    const warnings: IndexWarning[] = []
    const problem = /error="error loading \S+: (.*)"\n$/
      .exec(helm4.err)?.[1]
      ?.replaceAll('\\"', '"')
      .replaceAll('\\n', '\n')
    try {
      const index = parseIndex(text, 's', (warning) => warnings.push(warning))
      expect(problem).toBe(undefined)
      const rows = [...index.entries].flatMap(([name, list]) =>
        list.map((entry) => ({ name: `r/${name}`, version: entry.version })),
      )
      const theirs = (JSON.parse(helm4.out) as { name: string; version: string }[]).map(({ name, version }) => ({
        name,
        version,
      }))
      expect(rows).toEqual(theirs)
      expect(warnings.map((item) => item.problem)).toEqual(problemsIn(helm4.err))
    } catch (error) {
      if (error instanceof Error && error.name === 'RepoError') expect(messageOf(error)).toBe(problem)
      else throw error
    }
  })
})

function problemsIn(err: string): string[] {
  const lines = err.split('\n').filter((line) => line.includes('skipping loading invalid entry'))
  return lines.map((line) => / from \S+: (.*)"$/.exec(line)?.[1]?.replaceAll('\\"', '"') ?? line)
}

/** Enough of constraints for the rows here. */
function satisfies(constraint: string, text: string): boolean {
  const version = parseVersion(text)
  const match = /^([<>~])([\d.]+)(-0)?$/.exec(constraint)
  if (match === null) throw new Error(`improper constraint: ${constraint}`)
  const limit = parseVersion(match[2] ?? '')
  if (version === undefined || limit === undefined) return false
  if (version.prerelease !== '' && match[3] === undefined) return false
  const order = compareVersions(version, limit)
  return match[1] === '<' ? order < 0 : match[1] === '>' ? order > 0 : order >= 0 && version.major === limit.major
}

const search = read('search') as { indexes: Record<string, string>; rows: Row<{ args: string[] }>[] }

test.each(search.rows)('search repo $args', async ({ args, helm4 }) => {
  const home = mkdtempSync(join(tmpdir(), 'berth-repo-'))
  const names = Object.keys(search.indexes)
  writeFileSync(
    join(home, 'r.yaml'),
    `repositories:\n${names.map((name) => `- {name: ${name}, url: "http://a"}\n`).join('')}`,
  )
  for (const name of names) writeFileSync(join(home, `${name}-index.yaml`), search.indexes[name] ?? '')
  const at = args.indexOf('--version')
  const options = {
    repositoryConfig: join(home, 'r.yaml'),
    repositoryCache: home,
    versions: args.includes('-l'),
    devel: args.includes('--devel'),
    isRegexp: args.includes('-r'),
    version: at < 0 ? '' : (args[at + 1] ?? ''),
    satisfies,
  }
  const words = args.filter((word, index) => !word.startsWith('-') && (at < 0 || index !== at + 1))
  const found = searchRepositories(words.join(' '), options)
  if (helm4.err.includes('Error: ')) {
    await expect(found).rejects.toThrow()
    return
  }
  const { results } = await found
  const rows = results.map(({ name, entry }) => ({
    name,
    version: entry.version,
    app_version: entry.appVersion ?? '',
    description: entry.description ?? '',
  }))
  expect(rows).toEqual(JSON.parse(helm4.out))
})

interface Folder {
  readonly files: Record<string, string | Record<string, string>>
  readonly rows: { flags: string[]; helm4: { index: string; err: string } }[]
}
const folder = read('folder') as Folder

test.each(folder.rows)('repo index $flags', async ({ flags, helm4 }) => {
  const home = mkdtempSync(join(tmpdir(), 'berth-repo-'))
  for (const [path, content] of Object.entries(folder.files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), typeof content === 'string' ? content : packFiles(content))
  }
  const value = (flag: string): string => (flags.includes(flag) ? (flags[flags.indexOf(flag) + 1] ?? '') : '')
  const mergePath = value('--merge') === '' ? '' : join(home, value('--merge'))
  const options = { now: '2026-06-01T00:00:00Z', url: value('--url'), mergePath, isJson: flags.includes('--json') }
  await writeIndex(home, options)
  expect(mask(readFileSync(join(home, 'index.yaml'), 'utf8'))).toBe(mask(helm4.index))
})

/** Times of the run, and digests: gzip's output differs between machines. */
function mask(index: string): string {
  return index.replaceAll('2026-06-01T00:00:00Z', 'NOW').replace(/[0-9a-f]{64}/g, 'DIGEST')
}
