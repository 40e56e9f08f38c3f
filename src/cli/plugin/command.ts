import type { GlobalInput } from '../chart/helm-environment.ts'
import { logLine } from '../chart/log.ts'
import { globalFlags } from '../flags/global.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { pluginEnvironment } from './environment.ts'
import { findCommandPlugins } from './find.ts'
import type { Plugin } from './plugin.ts'
import { prepareCommand, UNPREPARED } from './prepare.ts'
import { runOnTerminal } from './run.ts'
import { partWords } from './words.ts'

/**
 * Runs the plugin that the first word calls, with the rest of the words; gives its exit code, or undefined where no
 * plugin has that word. Flags of Helm's own become the plugin's environment. Throws CliError `usage`, `input`.
 * Source: helm pkg/cmd/load_plugins.go.
 */
export async function runPluginCommand(words: readonly string[], session: Session): Promise<number | undefined> {
  const { name, known, others } = partWords(words)
  if (name === undefined) return undefined
  const { flags } = parseFlags(globalFlags, known)
  const plugin = commandPlugins(flags, session).find(({ word }) => word === name)
  if (plugin === undefined) return undefined
  const code = await call(plugin, plugin.ignoresFlags ? [] : others, { flags, session })
  if (code !== 0) session.stderr.write(`Error: plugin ${JSON.stringify(plugin.name)} exited with error\n`)
  return code
}

/** The plugins that are commands; where their folder is in disorder Helm says so and has none. */
export function commandPlugins(flags: GlobalInput, session: Session): readonly Plugin[] {
  try {
    return findCommandPlugins(flags, session).filter(({ word }) => word !== undefined)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const line = logLine('ERROR', 'failed to load plugins', { error: reason })
    session.stderr.write(flags.compat === 'helm3' ? `failed to load plugins: ${reason}\n` : line)
    return []
  }
}

interface Caller {
  readonly flags: GlobalInput
  readonly session: Session
}

async function call(plugin: Plugin, extraArgs: readonly string[], { flags, session }: Caller): Promise<number> {
  const { name, runtime } = plugin
  const environment = await pluginEnvironment(plugin, flags, session)
  if (runtime.kind === 'extism/v1') {
    const { invokeWasm } = await import('./wasm/invoke.ts')
    const io = { environment, stdin: 'inherit', stdout: 'inherit' } as const
    return (await invokeWasm({ name, runtime, message: { extraArgs }, io }, session)).exitCode
  }
  const prepared = prepareCommand(runtime.commands, { environment, expandsArgs: true, extraArgs, failure: UNPREPARED })
  const { cwd, signal } = session
  return runOnTerminal({ ...prepared, name, environment }, { cwd, signal, stdin: 'inherit' })
}
