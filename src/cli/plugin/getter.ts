import { join } from 'node:path'
import type { GlobalInput } from '../chart/helm-environment.ts'
import type { TlsInput } from '../chart/network.ts'
import type { Session } from '../frame/session.ts'
import { pluginEnvironment } from './environment.ts'
import { findPlugins } from './find.ts'
import { prepareCommand } from './prepare.ts'
import { runForOutput } from './run.ts'

/** The flags that a getter is told. */
export type GetterInput = TlsInput &
  GlobalInput & {
    readonly username?: string | undefined
    readonly password?: string | undefined
    readonly 'pass-credentials'?: boolean
  }

/** What an installed getter plugin gives for an address; undefined where none knows its protocol. Throws CliError `input`. */
export async function getWithPlugin(
  url: string,
  flags: GetterInput,
  session: Session,
): Promise<Uint8Array | undefined> {
  const protocol = url.slice(0, url.indexOf(':'))
  const plugins = findPlugins(flags, session, 'getter/v1')
  for (const plugin of plugins) {
    const downloader = plugin.downloaders.find(({ protocols }) => protocols.includes(protocol))
    if (downloader === undefined) continue
    const environment = {
      ...pluginEnvironment(plugin, flags, session),
      HELM_PLUGIN_USERNAME: flags.username ?? '',
      HELM_PLUGIN_PASSWORD: flags.password ?? '',
      HELM_PLUGIN_PASS_CREDENTIALS_ALL: String(flags['pass-credentials'] === true),
    }
    const tls = [flags['cert-file'], flags['key-file'], flags['ca-file']].map((file) => file ?? '')
    const { program, args } = prepareCommand(downloader.commands, { environment, expandsArgs: false })
    const run = { program: join(plugin.folder, program), args: [...args, ...tls, url], name: plugin.name, environment }
    const { cwd, signal, stderr } = session
    return runForOutput(run, '', { cwd, signal, complain: (text) => stderr.write(text) })
  }
  return undefined
}
