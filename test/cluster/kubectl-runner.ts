import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ScriptArchive, ScriptLine } from '../script/archive.ts'

/** Where a script runs. */
export interface Stage {
  readonly kubectl: string
  readonly folder: string
  readonly kubeconfig: string
}

interface World extends Stage {
  readonly environment: Record<string, string>
  readonly background: Map<string, { readonly child: ChildProcess; readonly file: string }>
  readonly grabbed: Map<string, string>
  stdin: string | undefined
  last: { readonly stdout: string; readonly stderr: string; readonly status: number }
}

/** A command of the script language: throws when what it says does not hold. `negated` is a leading `!`. */
type Verb = (args: readonly string[], world: World, negated: boolean) => Promise<void> | void

const POLL_MS = 100
const UNTIL_MS = 15_000

/**
 * The script language. `kubectl ARGS` must succeed, `! kubectl ARGS` must fail; `until REGEX kubectl ARGS` is tried until its
 * output matches; `start NAME kubectl ARGS` runs on in the background and `stop NAME` ends it and looks at its output;
 * `stdin FILE` is for the next kubectl; `exit N`, `stdout REGEX`, `stderr REGEX`, `cmp stdout FILE` look at what came of the last one;
 * `shows FILE` compares what it printed but for widths of columns, ages, times and uids. `grab NAME REGEX [BACKGROUND]` keeps the
 * first group of what matches for `${NAME}` in later lines; `peek NAME` looks at what runs in the background.
 */
const verbs: Readonly<Record<string, Verb>> = {
  kubectl: async (args, world, negated) => {
    world.last = await run(args, world)
    world.stdin = undefined
    const { stdout, stderr, status } = world.last
    if ((status !== 0) !== negated) throw new Error(`exit ${status}\n${stdout}${stderr}`)
  },
  until: async ([pattern = '', , ...args], world) => {
    const end = Date.now() + UNTIL_MS
    do {
      world.last = await run(args, world)
      if (matches(world.last.stdout + world.last.stderr, pattern)) return
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    } while (Date.now() < end)
    throw new Error(world.last.stdout + world.last.stderr)
  },
  start: ([name = '', , ...args], world) => {
    const file = join(world.folder, `${name}.out`)
    const output = openSync(file, 'w')
    const child = spawn(world.kubectl, [...args], {
      cwd: world.folder,
      env: world.environment,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    world.background.set(name, { child, file })
  },
  stop: async ([name = ''], world) => {
    const running = world.background.get(name)
    if (running === undefined) throw new Error(`nothing called ${name} runs`)
    await new Promise((resolve) => setTimeout(resolve, 300))
    running.child.kill('SIGINT')
    world.background.delete(name)
    world.last = { stdout: readFileSync(running.file, 'utf8'), stderr: '', status: 0 }
  },
  peek: ([name = ''], world) => {
    const running = world.background.get(name)
    world.last = { stdout: running === undefined ? '' : readFileSync(running.file, 'utf8'), stderr: '', status: 0 }
  },
  grab: async ([name = '', pattern = '', from], world) => {
    const end = Date.now() + UNTIL_MS
    do {
      if (from !== undefined) await verbs['peek']?.([from], world, false)
      const found = new RegExp(pattern, 'm').exec(world.last.stdout)
      if (found !== null) return void world.grabbed.set(name, found[1] ?? found[0])
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    } while (from !== undefined && Date.now() < end)
    throw new Error(world.last.stdout)
  },
  stdin: ([file = ''], world) => {
    world.stdin = read(world, file)
  },
  exit: ([code], world) => check(String(world.last.status) === code, false, `exit was ${world.last.status}`),
  stdout: ([pattern], world, negated) => check(matches(world.last.stdout, pattern), negated, world.last.stdout),
  stderr: ([pattern], world, negated) => check(matches(world.last.stderr, pattern), negated, world.last.stderr),
  cmp: ([left = '', right = ''], world, negated) => {
    const [a, b] = [read(world, left), read(world, right)]
    check(a === b, negated, `${left}:\n${a}\n${right}:\n${b}`)
  },
  shows: ([file = ''], world, negated) => {
    const [given, wanted] = [settled(world.last.stdout), settled(read(world, file))]
    check(given === wanted, negated, `shown:\n${given}\nwanted:\n${wanted}`)
  },
  exists: ([file = ''], world, negated) => check(existsSync(join(world.folder, file)), negated, file),
  save: ([file = ''], world) => writeFileSync(join(world.folder, file), world.last.stdout),
  env: ([assignment = ''], world) => {
    const [name = '', ...value] = assignment.split('=')
    world.environment[name] = value.join('=').replaceAll('$WORK', world.folder)
  },
  version: ([wanted], world) => {
    if (!world.kubectl.endsWith(wanted ?? '')) throw new SkipRest()
  },
}

/** The rest of a script is for another kubectl. */
class SkipRest extends Error {}

/** What came of a script: how many steps were taken, and every line that did not hold. A step is a call of kubectl with what is said of it. */
export interface ScriptResult {
  readonly steps: number
  readonly failedSteps: number
  readonly faults: readonly string[]
}

/** Runs a script against a cluster, to its end whatever fails. */
export async function runKubectlScript({ script, files }: ScriptArchive, stage: Stage): Promise<ScriptResult> {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(stage.folder, name)), { recursive: true })
    writeFileSync(join(stage.folder, name), content)
  }
  const environment = { PATH: process.env['PATH'] ?? '', HOME: stage.folder, KUBECONFIG: stage.kubeconfig, TZ: 'UTC' }
  const last = { stdout: '', stderr: '', status: 0 }
  const world: World = { ...stage, environment, background: new Map(), grabbed: new Map(), stdin: undefined, last }
  try {
    return await runLines(script, world)
  } finally {
    for (const { child } of world.background.values()) child.kill('SIGKILL')
  }
}

async function runLines(script: readonly ScriptLine[], world: World): Promise<ScriptResult> {
  const faults: string[] = []
  const failed = new Set<number>()
  let steps = 0
  for (const line of script) {
    if (STEP.test(line.text)) steps++
    try {
      await runLine(line, world)
    } catch (error) {
      if (error instanceof SkipRest) break
      faults.push(error instanceof Error ? error.message : String(error))
      failed.add(steps)
    }
  }
  return { steps, failedSteps: failed.size, faults }
}

const STEP = /\bkubectl\b|^stop /

async function runLine({ line, text }: ScriptLine, world: World): Promise<void> {
  const negated = text.startsWith('! ')
  const filled = text.replace(/\$\{(\w+)\}/g, (whole, name: string) => world.grabbed.get(name) ?? whole)
  const [name = '', ...args] = words(negated ? filled.slice(2) : filled)
  const verb = verbs[name]
  if (verb === undefined) throw new Error(`line ${line}: no such command: ${name}`)
  try {
    await verb(args, world, negated)
  } catch (error) {
    if (error instanceof SkipRest) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`line ${line}: ${text}\n${reason}`, { cause: error })
  }
}

function run(args: readonly string[], world: World): Promise<World['last']> {
  return new Promise((resolve, reject) => {
    const child = spawn(world.kubectl, [...args], { cwd: world.folder, env: world.environment, timeout: 60_000 })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
    child.on('error', reject)
    child.on('close', (status) => resolve({ stdout, stderr, status: status ?? -1 }))
    child.stdin.end(world.stdin ?? '')
  })
}

/** Words parted by spaces; single quotes keep spaces. */
function words(text: string): string[] {
  return [...text.matchAll(/((?:[^\s']|'[^']*')+)/g)].map(([word]) => word.replaceAll("'", ''))
}

function matches(text: string, pattern: string | undefined): boolean {
  return new RegExp(pattern ?? '', 'm').test(text)
}

function read(world: World, name: string): string {
  if (name === 'stdout' || name === 'stderr') return world.last[name]
  return readFileSync(join(world.folder, name), 'utf8')
}

function check(holds: boolean, negated: boolean, otherwise: string): void {
  if (holds === negated) throw new Error(otherwise)
}

/** Text without what differs from run to run. */
function settled(text: string): string {
  const [, ...rest] = CHANGING.reduce(
    (before, [pattern, word]) => before.replace(pattern, word),
    `\n${text.trim()}`,
  ).split('\n')
  return rest.map((line) => line.replace(/[ \t]+/g, ' ').trimEnd()).join('\n')
}

const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'TIME'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000/g, 'TIME'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UID'],
  [/(?<=\s)(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?=\s|$)/g, 'AGE'],
  [/(resourceVersion"?: )"\d+"/g, '$1"VERSION"'],
]
