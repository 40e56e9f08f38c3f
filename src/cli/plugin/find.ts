import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Compat } from '#source'
import { type GlobalInput, helmEnvironmentOf } from '../chart/helm-environment.ts'
import { logLine } from '../chart/log.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { Plugin } from './plugin.ts'
import { isPluginFolder, PLUGIN_FILE, readPlugin } from './read.ts'

/** The folder that plugins go into. */
export function pluginsFolder(flags: GlobalInput, session: Session): string {
  return helmEnvironmentOf(flags, session).plugins.split(delimiter)[0] ?? ''
}

/**
 * All plugins of the folders of `$HELM_PLUGINS`. Helm 4 passes over what it cannot read, with a warning; Helm 3 stops there.
 * Two of one name in one folder are refused. Throws CliError `input`.
 */
export function findPlugins(flags: GlobalInput, session: Session): readonly Plugin[] {
  const { plugins } = helmEnvironmentOf(flags, session)
  return plugins.split(delimiter).flatMap((folder) => pluginsIn(folder, flags.compat, session))
}

/** The same for commands that are no plugin's business: none where `HELM_NO_PLUGINS` is 1. */
export function findCommandPlugins(flags: GlobalInput, session: Session): readonly Plugin[] {
  return session.environment['HELM_NO_PLUGINS'] === '1' ? [] : findPlugins(flags, session)
}

function pluginsIn(root: string, compat: Compat, session: Session): readonly Plugin[] {
  const found = new Map<string, Plugin>()
  for (const name of namesIn(root)) {
    const folder = join(root, name)
    if (!isPluginFolder(folder)) continue
    const plugin = tryRead(folder, compat, session)
    const other = plugin && found.get(plugin.name)
    if (other !== undefined) {
      const places = `${JSON.stringify(other.folder)} and ${JSON.stringify(folder)}`
      throw new CliError('input', `two plugins claim the name ${JSON.stringify(other.name)} at ${places}`, {
        hint: 'remove one of the two folders',
      })
    }
    if (plugin !== undefined) found.set(plugin.name, plugin)
  }
  return [...found.values()]
}

/** Without what is hidden, as a shell's `*` finds it. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return [] // no folder, no plugins
  }
}

function tryRead(folder: string, compat: Compat, session: Session): Plugin | undefined {
  try {
    return readPlugin(folder, compat)
  } catch (error) {
    if (compat === 'helm3') throw error
    const fields = { plugin_yaml: join(folder, PLUGIN_FILE), error: (error as Error).message }
    session.stderr.write(logLine('WARN', 'failed to load plugin (ignoring)', fields))
    return undefined
  }
}
