import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { pluginEnvironment } from '../plugin/environment.ts'
import { findPlugins } from '../plugin/find.ts'
import type { Plugin } from '../plugin/plugin.ts'
import { prepareCommand } from '../plugin/prepare.ts'
import { runForOutput } from '../plugin/run.ts'
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
  const plugin = places.kinds === 'programs' ? undefined : findRenderer(name, places.flags, session)
  if (plugin !== undefined) return pluginFilter(plugin, args, { flags: places.flags, session })
  if (places.kinds === 'plugins') throw notFound(name, `plugin: {Name:${name} Type:postrenderer/v1} not found`)
  const program = findProgram(name, session)
  return (input) => filter(program, { args, input, session })
}

function findRenderer(name: string, flags: GlobalInput, session: Session): Plugin | undefined {
  return findPlugins(flags, session, 'postrenderer/v1').find((one) => one.name === name)
}

function pluginFilter(
  plugin: Plugin,
  extraArgs: readonly string[],
  { flags, session }: { readonly flags: GlobalInput; readonly session: Session },
): (manifests: string) => Promise<string> {
  const environment = pluginEnvironment(plugin, flags, session)
  return async (manifests) => {
    try {
      const prepared = prepareCommand(plugin.commands, { environment, expandsArgs: true, extraArgs })
      const { cwd, signal } = session
      const output = await runForOutput({ ...prepared, name: plugin.name, environment }, manifests, { cwd, signal })
      return output.toString('utf8')
    } catch (cause) {
      throw pluginFailure(plugin.name, cause)
    }
  }
}

function notFound(name: string, reason: string): CliError {
  const flag = `invalid argument ${JSON.stringify(name)} for "--post-renderer" flag`
  const hint = 'give the path of a program, or the name of an installed postrenderer/v1 plugin'
  return new CliError('usage', `${flag}: ${reason}`, { hint })
}

/** A plugin that ended badly, in the words of Helm 4. */
function pluginFailure(name: string, cause: unknown): CliError {
  const text = `failed to invoke post-renderer plugin "${name}": plugin "${name}" exited with error`
  return new CliError('input', text, { cause })
}

/** The path of a program; one that is nowhere is refused in the words of Helm 3 and Go's exec.LookPath. */
function findProgram(name: string, { cwd, environment }: Session): string {
  const places = name.includes('/') ? [cwd] : (environment['PATH'] ?? '').split(delimiter)
  const found = places.map((place) => resolve(place, name)).find((path) => existsSync(path))
  if (found !== undefined) return found
  const why = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'
  throw notFound(name, `unable to find binary at ${name}: exec: "${name}": ${why}`)
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
