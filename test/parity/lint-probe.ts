/**
 * Runs both Helms on the charts of `lint-cases.ts` and records what they print: `node test/parity/lint-probe.ts`. With
 * `check`, compares our lint with the record instead, one block for each case that differs.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { peer } from '../peers.ts'
import { baseFiles, type LintCase, lintCases } from './lint-cases.ts'
import { runProgram } from './lint-session.ts'

/** The compatibility levels with the Helm that each follows. */
export const levels = [
  ['helm4', 'helm-4.1.4'],
  ['helm3', 'helm-3.17.2'],
] as const

type Compat = (typeof levels)[number][0]

/** What a run printed. */
export interface LintRun {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

const RECORD = resolve(import.meta.dirname, '../../fixtures/lint/expected.json')

/** The recorded runs by `level name`. */
export function recordedRuns(): Record<string, LintRun> {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, LintRun>
}

/** Writes the files of a case into a folder of its own for as long as `use` runs. */
export async function withCase<T>(entry: LintCase, use: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lint-case-'))
  try {
    for (const [name, content] of Object.entries({ ...baseFiles, ...entry.files })) {
      if (content === null) continue
      const path = join(folder, name)
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true })
      if (!name.endsWith('/')) writeFileSync(path, content)
    }
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function argsOf({ args = ['chart'] }: LintCase): string[] {
  return ['lint', ...args]
}

/** What one Helm prints for a case. */
export function helmRun(path: string, entry: LintCase, folder: string): LintRun {
  const environment = { PATH: process.env['PATH'], HOME: folder, TZ: 'UTC', HELM_NAMESPACE: 'default' }
  const result = spawnSync(path, argsOf(entry), { cwd: folder, env: environment, encoding: 'utf8' })
  return masked({ exit: result.status ?? -1, stdout: result.stdout, stderr: result.stderr }, folder)
}

/** What our lint prints for a case. */
export async function ourRun(entry: LintCase, compat: Compat, folder: string): Promise<LintRun> {
  const words = [...argsOf(entry), '--compat', compat]
  const environment = { HOME: folder, TZ: 'UTC', HELM_NAMESPACE: 'default' }
  return masked(await runProgram(words, { persona: 'helm', cwd: folder, environment }), folder)
}

/** Folder names and times are not compared. */
function masked({ exit, stdout, stderr }: LintRun, folder: string): LintRun {
  const mask = (text: string): string =>
    text
      .replaceAll(folder, '$DIR')
      .replaceAll(/\/tmp\/helm-lint[^/\s]*/g, '$TMP')
      .replaceAll(/^time=\S+ /gm, '')
      .replaceAll(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, '')
  return { exit, stdout: mask(stdout), stderr: mask(stderr) }
}

async function record(part: string): Promise<void> {
  const runs: Record<string, LintRun> = part === '' ? {} : recordedRuns()
  for (const entry of lintCases.filter(({ name }) => name.includes(part))) {
    for (const [compat, name] of levels) {
      const path = peer(name)
      if (path === undefined) throw new Error(`${name} is missing`)
      runs[`${compat} ${entry.name}`] = await withCase(entry, (folder) => helmRun(path, entry, folder))
    }
  }
  mkdirSync(dirname(RECORD), { recursive: true })
  writeFileSync(RECORD, `${JSON.stringify(runs, undefined, 1)}\n`)
}

function print(given: LintRun, wanted: LintRun): void {
  for (const key of ['exit', 'stdout', 'stderr'] as const) {
    if (given[key] !== wanted[key]) console.log(` given ${key}: ${given[key]}\nwanted ${key}: ${wanted[key]}`)
  }
}

async function check(part: string): Promise<void> {
  const runs = recordedRuns()
  let bad = 0
  for (const entry of lintCases.filter(({ name }) => name.includes(part))) {
    for (const [compat] of levels) {
      const wanted = runs[`${compat} ${entry.name}`] as LintRun
      const given = await withCase(entry, (folder) => ourRun(entry, compat, folder))
      if (JSON.stringify(given) === JSON.stringify(wanted)) continue
      bad++
      console.log(`== ${compat} ${entry.name}`)
      print(given, wanted)
    }
  }
  console.log(`${lintCases.length} cases, ${bad} runs differ`)
}

if (import.meta.main) await (process.argv[2] === 'check' ? check(process.argv[3] ?? '') : record(process.argv[2] ?? ''))
