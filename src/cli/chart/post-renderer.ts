import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { findPostRenderer, postRender } from '../plugin/post-render.ts'
import type { GlobalInput } from './helm-environment.ts'

/** Where post-renderers are found. */
export interface PostRendererPlaces {
  readonly flags: GlobalInput
  /** Helm 4 knows plugins only, Helm 3 programs only. */
  readonly kinds: 'plugins' | 'programs' | 'both'
}

/**
 * The filter that `--post-renderer` names: a plugin of type `postrenderer/v1` (Helm 4) or a program (Helm 3). The
 * manifests go to its stdin and come back on its stdout. Throws `input` when neither exists.
 */
export function postRenderer(
  name: string,
  args: readonly string[],
  { places, session }: { readonly places: PostRendererPlaces; readonly session: Session },
): (manifests: string) => Promise<string> {
  const { flags, kinds } = places
  const plugin = kinds === 'programs' ? undefined : findPlugin(name, flags, session)
  if (plugin !== undefined) return (manifests) => postRender(plugin, { manifests, extraArgs: args }, session)
  if (kinds === 'plugins') throw notFound(name, `plugin: {Name:${name} Type:postrenderer/v1} not found`)
  const program = findProgram(name, session)
  return (input) => filter(program, { args, input, session })
}

function findPlugin(name: string, flags: GlobalInput, session: Session): ReturnType<typeof findPostRenderer> {
  try {
    return findPostRenderer(name, flags, session)
  } catch (error) {
    throw notFound(name, error instanceof Error ? error.message : String(error))
  }
}

function notFound(name: string, reason: string): CliError {
  const flag = `invalid argument ${JSON.stringify(name)} for "--post-renderer" flag`
  const hint = 'give the path of a program, or the name of an installed postrenderer/v1 plugin'
  return new CliError('usage', `${flag}: ${reason}`, { hint })
}

/** The path of a program; one that is nowhere is refused in the words of Helm 3 and Go's exec.LookPath. */
function findProgram(name: string, { cwd, environment }: Session): string {
  if (name.includes('/')) {
    const path = resolve(cwd, name)
    const problem = problemOf(path)
    if (problem === undefined) return path
    throw notFound(name, `unable to find binary at ${name}: exec: "${name}": ${problem(name)}`)
  }
  const places = (environment['PATH'] ?? '').split(delimiter).filter((place) => place !== '')
  const found = places.map((place) => resolve(place, name)).find((path) => problemOf(path) === undefined)
  if (found !== undefined) return found
  throw notFound(name, `unable to find binary at ${name}: exec: "${name}": executable file not found in $PATH`)
}

/** Why a file cannot be run; undefined where it can. */
function problemOf(path: string): ((name: string) => string) | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return (name) => `stat ${name}: no such file or directory`
  if (stats.isDirectory()) return () => 'is a directory'
  return process.platform === 'win32' || (stats.mode & 0o111) !== 0 ? undefined : () => 'permission denied'
}

interface Filter {
  readonly args: readonly string[]
  readonly input: string
  readonly session: Session
}

/** Runs `program` with `input` on stdin. Throws when it cannot start or ends badly; its stderr is the explanation. */
function filter(program: string, { args, input, session }: Filter): Promise<string> {
  return new Promise((done, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd: session.cwd, signal: session.signal })
    const out: Buffer[] = []
    const complaints: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
    child.stdin.on('error', () => undefined) // a filter may stop reading early; its exit code tells
    child.on('error', (cause) => {
      const hint = 'give the path of a program, or the name of an installed postrenderer/v1 plugin'
      reject(new CliError('input', `unable to find binary at ${program}: ${cause.message}`, { hint, cause }))
    })
    child.on('close', (code) => {
      if (code === 0) return done(Buffer.concat(out).toString('utf8'))
      const reason = Buffer.concat(complaints).toString('utf8')
      reject(
        new CliError('input', `error while running command ${program}. error output:\n${reason}: exit status ${code}`),
      )
    })
    child.stdin.end(input)
  })
}
