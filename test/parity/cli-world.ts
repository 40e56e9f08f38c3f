import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { generateKey } from 'openpgp'
import { packFiles, startFakeRegistry, startFakeRepository } from '#repo/testing'
import { chartFiles, repositoryIndex, sandboxFiles, served } from './cli-files.ts'

/** What one step of a case left behind, made comparable. */
export interface StepResult {
  readonly step: string
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** The servers that all programs under test talk to. */
export interface Servers {
  /** Addresses by the name that cases use: `$REPO`, `$PRIVATE`, `$OCI`. */
  readonly names: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Starts a chart repository, one behind a password, and a registry, all on 127.0.0.1. */
export async function startServers(): Promise<Servers> {
  const archives = Object.fromEntries(Object.entries(served).map(([path, files]) => [path, packFiles(files)]))
  const files = {
    ...archives,
    '/index.yaml': repositoryIndex,
    '/values.yaml': 'replicaCount: 7\n',
    '/broken/index.yaml': 'a: [\n',
    '/teapot.yaml': 418,
  }
  const repository = await startFakeRepository({ files })
  const guarded = await startFakeRepository({ files, credentials: 'ann:secret' })
  const registry = await startFakeRegistry()
  return {
    names: { REPO: repository.url, PRIVATE: guarded.url, OCI: registry.host },
    close: async () => void (await Promise.all([repository.close(), guarded.close(), registry.close()])),
  }
}

/** A program under test: its path and the words that stand before every command line. */
export interface Program {
  readonly path: string
  readonly words: readonly string[]
}

/**
 * Runs the steps of a case in a new sandbox. A step is a command line (words parted by spaces, single quotes keep them);
 * `NAME=value` words before it set the environment, `<file` gives stdin; `cat FILE` and `ls DIR` look at what was written.
 */
export async function runCase(steps: readonly string[], program: Program, servers: Servers): Promise<StepResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-cli-'))
  try {
    cpSync(await template(), folder, { recursive: true })
    const results: StepResult[] = []
    for (const step of steps) results.push(await runStep(step, { folder, program, servers }))
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Stage {
  readonly folder: string
  readonly program: Program
  readonly servers: Servers
}

async function runStep(step: string, { folder, program, servers }: Stage): Promise<StepResult> {
  const words = wordsOf(step).map((word) => expand(word, { ...servers.names, W: folder }))
  if (words[0] === 'cat' || words[0] === 'ls')
    return { step, exit: 0, stdout: clean(look(folder, words), folder), stderr: '' }
  const environment: Record<string, string> = { HOME: join(folder, 'home'), PATH: process.env['PATH'] ?? '', TZ: 'UTC' }
  while (/^[A-Z_]+=/.test(words[0] ?? '')) {
    const [name, ...value] = (words.shift() as string).split('=')
    environment[name as string] = value.join('=')
  }
  const input = words.at(-1)?.startsWith('<') ? readFileSync(join(folder, (words.pop() as string).slice(1))) : ''
  return new Promise((done) => {
    const options = { cwd: folder, env: environment, timeout: 60_000, maxBuffer: 1 << 26 }
    const child = execFile(program.path, [...program.words, ...words], options, (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      done({ step, exit, stdout: clean(stdout, folder), stderr: clean(stderr, folder) })
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

function look(folder: string, [verb, name = '.']: readonly string[]): string {
  const path = join(folder, name)
  if (!existsSync(path)) return 'nothing there\n'
  if (verb === 'cat') return readFileSync(path, 'utf8')
  const names = (readdirSync(path, { recursive: true }) as string[]).filter((entry) => !entry.startsWith('home'))
  return names.sort().join('\n')
}

function wordsOf(step: string): string[] {
  return [...step.matchAll(/((?:'[^']*'|[^\s'])+)/g)].map(([word]) => word.replaceAll("'", ''))
}

function expand(word: string, names: Readonly<Record<string, string>>): string {
  return word.replaceAll(/\$([A-Z]+)/g, (whole, name: string) => names[name] ?? whole)
}

/** Paths of the sandbox, times, and what only a run has. */
function clean(text: string, folder: string): string {
  return text
    .replaceAll(folder, '$W')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?[+-]\d\d:?\d\d|Z)?( UTC)?/g, 'TIME')
    .replaceAll(/\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(/(chart|web)-\d{10}\b/g, '$1-SECONDS')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'SHA256')
    .replaceAll(/HELM_BIN=.*/g, 'HELM_BIN')
    .replaceAll(/(signed|verified) on .*/g, '$1 on DATE')
}

let made: Promise<string> | undefined

/** The files every sandbox starts with, written once. */
function template(): Promise<string> {
  made ??= writeTemplate()
  return made
}

async function writeTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-cli-files-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries({ ...chartFiles, ...sandboxFiles })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const { privateKey, publicKey } = await generateKey({
    type: 'rsa',
    rsaBits: 2048,
    userIDs: [{ name: 'Ann Key', email: 'ann@example.test' }],
    date: new Date(Date.now() - 60_000),
    format: 'binary',
  })
  writeFileSync(join(folder, 'sec.gpg'), privateKey)
  writeFileSync(join(folder, 'pub.gpg'), publicKey)
  return folder
}
