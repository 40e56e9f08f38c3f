import { join } from 'node:path'
import type { ForeignRequest } from '#repo'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { helmVariables, pluginEnvironment } from './environment.ts'
import { findPlugins } from './find.ts'
import type { Plugin, Subprocess } from './plugin.ts'
import { prepareCommand } from './prepare.ts'
import { runForOutput } from './run.ts'

/**
 * What an installed getter plugin gives for an address; undefined where none knows its protocol. Throws CliError `input`.
 * Source: helm pkg/getter/plugingetter.go, internal/plugin/runtime_subprocess_getter.go.
 */
export async function getWithPlugin(
  request: ForeignRequest,
  flags: GlobalInput,
  session: Session,
): Promise<Uint8Array | undefined> {
  const protocol = request.url.slice(0, request.url.indexOf(':'))
  const plugin = getters(flags, session).find(({ protocols }) => protocols.includes(protocol))
  if (plugin === undefined) return undefined
  const { runtime } = plugin
  if (runtime.kind === 'extism/v1') {
    const { getWithWasm } = await import('./wasm/getter.ts')
    const environment = await helmVariables(flags, session)
    return getWithWasm({ request, protocol }, { name: plugin.name, runtime, environment }, session)
  }
  const environment = withCredentials(await pluginEnvironment(plugin, flags, session), request)
  return getWithProgram({ request, protocol }, { ...plugin, runtime }, { environment, session })
}

/** Is there a getter plugin for a protocol, such as `s3`? */
export function knowsProtocol(protocol: string, flags: GlobalInput, session: Session): boolean {
  return getters(flags, session).some(({ protocols }) => protocols.includes(protocol))
}

/** A folder in disorder has no getters, and Helm is silent about it. */
function getters(flags: GlobalInput, session: Session): readonly Plugin[] {
  try {
    return findPlugins(flags, session)
  } catch {
    return []
  }
}

interface Place {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly session: Session
}

function withCredentials(environment: Place['environment'], request: ForeignRequest): Place['environment'] {
  return {
    ...environment,
    HELM_PLUGIN_USERNAME: request.username,
    HELM_PLUGIN_PASSWORD: request.password,
    HELM_PLUGIN_PASS_CREDENTIALS_ALL: String(request.passCredentialsAll),
  }
}

async function getWithProgram(
  { request, protocol }: { readonly request: ForeignRequest; readonly protocol: string },
  { name, folder, runtime }: Plugin & { readonly runtime: Subprocess },
  { environment, session }: Place,
): Promise<Uint8Array> {
  const downloader = runtime.downloaders.find(({ protocols }) => protocols.includes(protocol))
  if (downloader === undefined) {
    const hint = `see runtimeConfig.protocolCommands in plugin.yaml of ${name}`
    throw new CliError('input', `no downloader found for protocol ${JSON.stringify(protocol)}`, { hint })
  }
  const failure = `failed to prepare commands for protocol ${JSON.stringify(protocol)}: `
  const { program, args } = prepareCommand(downloader.commands, { environment, expandsArgs: false, failure })
  const words = [...args, request.certFile, request.keyFile, request.caFile, request.url]
  const { cwd, signal, stderr } = session
  const run = { program: join(folder, program), args: words, name, environment }
  return runForOutput(run, '', { cwd, signal, complain: (text) => stderr.write(text) })
}
