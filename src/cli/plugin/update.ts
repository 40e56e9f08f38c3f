import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { logLine } from '../chart/log.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { pullPlugin } from './git.ts'
import type { Plugin } from './plugin.ts'
import { readPlugin } from './read.ts'

/**
 * Brings a plugin that came from git up to date, a linked one where it lies, and gives it as it is now. Throws CliError `input`.
 * Source: helm pkg/cmd/plugin_update.go.
 */
export function updatePlugin(plugin: Plugin, flags: GlobalInput, session: Session): Plugin {
  const location = realpathSync(plugin.folder)
  if (!existsSync(join(location, '.git'))) {
    const text = 'cannot get information about plugin source'
    if (flags.compat === 'helm4') {
      session.stderr.write(logLine('WARN', text, { location, error: 'Cannot detect VCS' }))
    }
    throw new CliError('input', text, {
      hint: 'only a plugin from a git repository can be updated; install the others anew',
    })
  }
  pullPlugin(location, session)
  return readPlugin(plugin.folder, flags.compat)
}
