import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { ownVariables } from './environment.ts'
import type { Plugin } from './plugin.ts'
import { prepareCommand } from './prepare.ts'
import { runOnTerminal } from './run.ts'

/** Runs what a plugin wants to be done after an event; nothing where it wants nothing. Throws CliError `input`. */
export async function runHook(plugin: Plugin, event: 'install' | 'update' | 'delete', session: Session): Promise<void> {
  const commands = plugin.hooks[event] ?? []
  if (commands.length === 0) return
  const environment = { ...session.environment, ...ownVariables(plugin) }
  const prepared = prepareCommand(commands, { environment, expandsArgs: plugin.expandsHookArgs })
  const code = await runOnTerminal({ ...prepared, name: plugin.name, environment }, session)
  if (code !== 0)
    throw new CliError('input', `plugin ${event} hook for ${JSON.stringify(plugin.name)} exited with error`)
}
