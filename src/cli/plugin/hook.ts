import type { GlobalInput } from '../chart/helm-environment.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { helmVariables, ownVariables } from './environment.ts'
import type { Plugin, PluginEvent } from './plugin.ts'
import { prepareCommand } from './prepare.ts'
import { runOnTerminal } from './run.ts'

/**
 * Runs what a plugin wants to be done after an event; nothing where it wants nothing. Its stdin is empty; only Helm 3 tells
 * it of Helm's settings. Throws CliError `input`.
 */
export async function runHook(
  plugin: Plugin,
  event: PluginEvent,
  { flags, session }: { readonly flags: GlobalInput; readonly session: Session },
): Promise<void> {
  const { runtime, name } = plugin
  const commands = runtime.kind === 'subprocess' ? (runtime.hooks[event] ?? []) : []
  if (runtime.kind !== 'subprocess' || commands.length === 0) return
  const settings = flags.compat === 'helm3' ? await helmVariables(flags, session) : {}
  const environment = { ...session.environment, ...settings, ...ownVariables(plugin) }
  const prepared = prepareCommand(commands, { environment, expandsArgs: runtime.expandsHookArgs })
  const { cwd, signal } = session
  const code = await runOnTerminal({ ...prepared, name, environment }, { cwd, signal, stdin: 'ignore' })
  if (code !== 0) throw new CliError('input', `plugin ${event} hook for ${JSON.stringify(name)} exited with error`)
}
