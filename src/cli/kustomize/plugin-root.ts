import { join } from 'node:path'
import type { PluginOptions } from '#render'
import type { Session } from '../frame/session.ts'

/** The places where the reference would look for plugins, and what names them. */
export function pluginOptions({ environment, home }: Session): PluginOptions {
  const configHome = environment['XDG_CONFIG_HOME']
  const root = join('kustomize', 'plugin')
  return {
    searched: [
      [environment['KUSTOMIZE_PLUGIN_HOME'] || NONE, '$KUSTOMIZE_PLUGIN_HOME'],
      [configHome ? join(configHome, root) : NONE, '$XDG_CONFIG_HOME'],
      [join(home, '.config', root), 'default value of $XDG_CONFIG_HOME'],
      [join(home, root), 'home directory'],
    ],
  }
}

const NONE = '<no value>'
