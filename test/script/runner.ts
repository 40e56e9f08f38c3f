import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { executable } from '../peers.ts'
import type { ScriptArchive, ScriptLine } from './archive.ts'

interface World {
  readonly folder: string
  readonly environment: Record<string, string>
  last: Pick<SpawnSyncReturns<string>, 'stdout' | 'stderr' | 'status'>
}

/** A command of the script language: throws when what it says does not hold. `negated` is a leading `!`. */
type Verb = (args: readonly string[], world: World, negated: boolean) => void

/**
 * The script language. `berth ARGS` must succeed, `! berth ARGS` must fail; `exit N`, `stdout REGEX`, `stderr REGEX`,
 * `cmp stdout FILE`, `exists FILE`, `contains FILE REGEX` look at what came of it; `env NAME=VALUE` sets the stage.
 */
const verbs: Readonly<Record<string, Verb>> = {
  berth: (args, world, negated) => {
    const { folder, environment } = world
    const result = spawnSync(executable(), args, {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 1 << 28,
    })
    world.last = result
    if ((result.status !== 0) !== negated) throw new Error(`exit ${result.status}\n${result.stdout}${result.stderr}`)
  },
  exit: ([code], world) => check(String(world.last.status) === code, false, `exit was ${world.last.status}`),
  stdout: ([pattern], world, negated) => check(matches(world.last.stdout, pattern), negated, world.last.stdout),
  stderr: ([pattern], world, negated) => check(matches(world.last.stderr, pattern), negated, world.last.stderr),
  cmp: ([left, right], world, negated) => {
    const [a, b] = [read(world, left), read(world, right)]
    check(a === b, negated, `${left}:\n${a}\n${right}:\n${b}`)
  },
  exists: ([file], world, negated) => check(existsSync(join(world.folder, file ?? '')), negated, `${file}`),
  contains: ([file, pattern], world, negated) => check(matches(read(world, file), pattern), negated, read(world, file)),
  env: ([assignment], world) => {
    const [name, ...value] = (assignment ?? '').split('=')
    world.environment[name as string] = value.join('=').replaceAll('$WORK', world.folder)
  },
  save: ([file], world) => writeFileSync(join(world.folder, file ?? ''), world.last.stdout),
}

/** Runs a script in an empty folder that first gets the archive's files. Throws with the line that did not hold. */
export function runScript({ script, files }: ScriptArchive, folder: string): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, TZ: 'UTC' }
  const world: World = { folder, environment, last: { stdout: '', stderr: '', status: 0 } }
  for (const line of script) runLine(line, world)
}

function runLine({ line, text }: ScriptLine, world: World): void {
  const negated = text.startsWith('! ')
  const [name, ...args] = words(negated ? text.slice(2) : text)
  const verb = verbs[name ?? '']
  if (verb === undefined) throw new Error(`line ${line}: no such command: ${name}`)
  try {
    verb(args, world, negated)
  } catch (error) {
    throw new Error(`line ${line}: ${text}\n${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** Words parted by spaces; single quotes keep spaces. */
function words(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

function matches(text: string, pattern: string | undefined): boolean {
  return new RegExp(pattern ?? '', 'm').test(text)
}

function read(world: World, name: string | undefined): string {
  if (name === 'stdout' || name === 'stderr') return world.last[name]
  return readFileSync(join(world.folder, name ?? ''), 'utf8')
}

function check(holds: boolean, negated: boolean, otherwise: string): void {
  if (holds === negated) throw new Error(otherwise)
}
