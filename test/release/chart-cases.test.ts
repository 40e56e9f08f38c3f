import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findCases } from '../../src/cli/chart-test/cases.ts'
import { chartTestFlags } from '../../src/cli/chart-test/flags.ts'
import { globalFlags } from '../../src/cli/flags/global.ts'
import { parseFlags } from '../../src/cli/frame/parse.ts'
import type { Session } from '../../src/cli/frame/session.ts'

let folder = ''
const quiet: Session['stderr'] = {
  write: () => undefined,
  writeParts: () => undefined,
  isTerminal: false,
  stream: process.stderr,
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

function commit(): void {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org']
  const git = (...words: string[]) => execFileSync('git', [...who, ...words], { cwd: folder, stdio: 'pipe' })
  if (!existsSync(join(folder, '.git'))) git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  git('commit', '--quiet', '-m', 'state')
}

const chart = (name: string, version: string, more = ''): string =>
  `apiVersion: v2\nname: ${name}\nversion: ${version}\n${more}`

/** Three states: two commits, and the work tree. */
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'berth-cases-')))
  write({
    'charts/calm/Chart.yaml': chart('calm', '1.0.0'),
    'charts/lib/Chart.yaml': chart('lib', '1.0.0', 'type: library\n'),
    'charts/raised/Chart.yaml': chart('raised', '1.0.0'),
    'charts/raised/ci/old-values.yaml': 'a: 1\n',
    'charts/same/Chart.yaml': chart('same', '1.0.0'),
    'charts/broken/Chart.yaml': 'name: [\n',
    'charts/README.md': 'no chart\n',
  })
  commit()
  write({
    'charts/raised/Chart.yaml': chart('raised', '1.1.0'),
    'charts/raised/ci/new-values.yaml': 'a: 2\n',
    'charts/broken/Chart.yaml': chart('broken', '1.0.0'),
  })
  commit()
  write({ 'charts/same/values.yaml': 'b: 1\n', 'charts/young/Chart.yaml': chart('young', '0.1.0') })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The cases, each as a line; what is told of them behind a colon. */
async function casesOf(...words: readonly string[]): Promise<{ lines: string[]; unchanged: readonly string[] }> {
  const { args, flags, given } = parseFlags({ ...globalFlags, ...chartTestFlags }, words)
  const session = {
    environment: { PATH: process.env['PATH'], GIT_DIR: '/nowhere' },
    cwd: folder,
    stdout: quiet,
    stderr: quiet,
    signal: new AbortController().signal,
  } as unknown as Session
  const { cases, unchanged, remove } = await findCases(
    { args: args.map((one) => join(folder, one)), flags, given },
    session,
  )
  remove()
  const lines = cases.map(({ name, label, omitted, problem }) => {
    const told = omitted ?? problem?.trouble.message
    return told === undefined ? `${name} ${label}` : `${name} ${label}: ${told}`
  })
  return { lines, unchanged: unchanged.map((one) => one.slice(folder.length + 1)) }
}

const LIBRARY = 'lib library: library charts are not installable: test a chart that depends on it'

describe('cases of a command line', () => {
  test('a folder of charts stands for the charts in it; some may be left out', async () => {
    const { lines } = await casesOf('charts', '--exclude', 'broken,same', '--exclude', 'young')
    expect(lines).toEqual(['calm default values', LIBRARY, 'raised ci/new-values.yaml', 'raised ci/old-values.yaml'])
  })

  test('the version before may be a revision of git', async () => {
    const { lines } = await casesOf('charts', '--previous', 'git:HEAD~1')
    expect(lines.filter((line) => line.includes('HEAD~1') || line.includes('upgrade'))).toEqual([
      'broken upgrade: no upgrade was tried: cannot load Chart.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content',
      'calm default values from 1.0.0 of HEAD~1',
      'raised ci/old-values.yaml from 1.0.0 of HEAD~1',
      'same default values from 1.0.0 of HEAD~1',
      'young upgrade: no upgrade was tried: HEAD~1 has no young there',
    ])
  })

  test('the version before may be in a folder of charts', async () => {
    const { lines } = await casesOf('charts/calm', '--previous', join(folder, 'charts'))
    expect(lines).toEqual(['calm default values', 'calm default values from 1.0.0'])
  })

  test('what has not changed is left out, what has changed needs a higher version', async () => {
    const { lines, unchanged } = await casesOf('charts', '--changed-since', 'HEAD~1')
    expect(unchanged).toEqual(['charts/calm', 'charts/lib'])
    expect(lines).toEqual([
      'broken default values',
      'raised ci/new-values.yaml',
      'raised ci/old-values.yaml',
      'same version: same has changed, and its version 1.0.0 is not higher than 1.0.0, as it was in HEAD~1',
      'same default values',
      'young default values',
    ])
    const { lines: unchecked } = await casesOf('charts/same', '--changed-since=main', '--check-version-increment=false')
    expect(unchecked).toEqual(['same default values'])
  })

  test.each([
    ['a revision that is not there', ['--previous', 'git:nowhere'], 'no revision "nowhere"'],
    ['a revision that looks like an option', ['--changed-since=--all'], 'no revision "--all"'],
    ['no revision', ['--previous', 'git:'], 'no revision ""'],
  ])('%s is told', async (_, words, message) => {
    await expect(casesOf('charts/calm', ...words)).rejects.toThrow(message)
  })
})
