import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type GlobalInput, helmEnvironmentOf } from '../chart/helm-environment.ts'
import { logLine } from '../chart/log.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { Plugin, PluginType } from './plugin.ts'
import { PLUGIN_FILE, readPlugin } from './read.ts'

/**
 * All plugins of the folders of `$HELM_PLUGINS`, of one type if one is given. What cannot be read is passed over with a
 * warning; two of one name are refused. Throws CliError `input`.
 */
export function findPlugins(flags: GlobalInput, session: Session, type?: PluginType): readonly Plugin[] {
  if (session.environment['HELM_NO_PLUGINS'] === '1') return []
  const { plugins } = helmEnvironmentOf(flags, session)
  const found = plugins.split(delimiter).flatMap((folder) => pluginsIn(folder, session))
  return type === undefined || type === '' ? found : found.filter((plugin) => plugin.type === type)
}

function pluginsIn(root: string, session: Session): readonly Plugin[] {
  const found = new Map<string, Plugin>()
  for (const name of namesIn(root)) {
    const folder = join(root, name)
    if (!existsSync(join(folder, PLUGIN_FILE))) continue
    const plugin = tryRead(folder, session)
    const other = plugin && found.get(plugin.name)
    if (other !== undefined) {
      const places = `${JSON.stringify(other.folder)} and ${JSON.stringify(folder)}`
      throw new CliError('input', `two plugins claim the name ${JSON.stringify(other.name)} at ${places}`)
    }
    if (plugin !== undefined) found.set(plugin.name, plugin)
  }
  return [...found.values()]
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return [] // no folder, no plugins
  }
}

function tryRead(folder: string, session: Session): Plugin | undefined {
  try {
    return readPlugin(folder)
  } catch (error) {
    const fields = { plugin_yaml: join(folder, PLUGIN_FILE), error: (error as Error).message }
    session.stderr.write(logLine('WARN', 'failed to load plugin (ignoring)', fields))
    return undefined
  }
}
