import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { PluginOptions } from '#render'
import type { Session } from '../frame/session.ts'
import { programOptions } from './functions.ts'
import type { KustomizeInput } from './input.ts'

/** The places where plugins may lie, what names them, and how programs are run. */
export function pluginOptions(input: KustomizeInput, session: Session): PluginOptions {
  const searched = searchedFolders(session)
  const home = searched.map(([path]) => path).find((path) => path !== NONE && existsSync(path))
  const programs = programOptions(input, session)
  return { searched, home: home && resolve(session.cwd, home), programs }
}

function searchedFolders({ environment, home }: Session): PluginOptions['searched'] {
  const configHome = environment['XDG_CONFIG_HOME']
  const root = join('kustomize', 'plugin')
  return [
    [environment['KUSTOMIZE_PLUGIN_HOME'] || NONE, '$KUSTOMIZE_PLUGIN_HOME'],
    [configHome ? join(configHome, root) : NONE, '$XDG_CONFIG_HOME'],
    [join(home, '.config', root), 'default value of $XDG_CONFIG_HOME'],
    [join(home, root), 'home directory'],
  ]
}

const NONE = '<no value>'
