import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { loadObject } from '#yaml'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** Where post-renderers are found. */
export interface PostRendererPlaces {
  /** Helm's plugin folder. */
  readonly plugins: string
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
  const plugin = places.kinds === 'programs' ? undefined : pluginCommand(name, places.plugins)
  if (plugin === undefined && places.kinds === 'plugins') {
    throw notFound(name, `plugin: {Name:${name} Type:postrenderer/v1} not found`)
  }
  const [program = '', ...fixed] = plugin ?? [findProgram(name, session)]
  const run = (input: string): Promise<string> => filter(program, { args: [...fixed, ...args], input, session })
  if (places.kinds !== 'plugins') return run
  return (manifests) => run(manifests).catch((cause: unknown) => Promise.reject(pluginFailure(name, cause)))
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

interface PluginManifest {
  readonly type?: string
  readonly name?: string
  readonly runtimeConfig?: {
    readonly platformCommand?: readonly {
      readonly command?: string
      readonly args?: readonly string[]
      readonly os?: string
    }[]
  }
}

/** The command of an installed plugin, or undefined when no plugin has that name. */
function pluginCommand(name: string, plugins: string): string[] | undefined {
  const folder = join(plugins, name)
  const manifest = join(folder, 'plugin.yaml')
  if (name.includes('/') || !existsSync(manifest)) return undefined
  const { type, runtimeConfig } = loadObject<PluginManifest>(readFileSync(manifest, 'utf8'), { file: manifest })
  if (type !== 'postrenderer/v1') return undefined
  const command = runtimeConfig?.platformCommand?.find(
    ({ os }) => os === undefined || os === '' || os === process.platform,
  )
  if (!command?.command) {
    throw new CliError('input', `${manifest}: no command for this platform`, {
      hint: 'give runtimeConfig.platformCommand',
    })
  }
  const expand = (text: string): string => text.replaceAll(/\$\{?HELM_PLUGIN_DIR\}?/g, folder)
  return [expand(command.command), ...(command.args ?? []).map(expand)]
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
