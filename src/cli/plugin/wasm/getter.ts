import type { ForeignRequest } from '#repo'
import { CliError } from '../../frame/error.ts'
import type { Session } from '../../frame/session.ts'
import type { Wasm } from '../plugin.ts'
import type { Environment } from '../prepare.ts'
import { invokeWasm } from './invoke.ts'
import { outputOf } from './output.ts'

const NANOS_PER_MS = 1_000_000

/** What a getter plugin that is WebAssembly gives for an address. Throws CliError `input`. Source: helm schema/getter.go. */
export async function getWithWasm(
  { request, protocol }: { readonly request: ForeignRequest; readonly protocol: string },
  plugin: { readonly name: string; readonly runtime: Wasm; readonly environment: Environment },
  session: Session,
): Promise<Uint8Array> {
  const message = { href: request.url, protocol, options: optionsOf(request) }
  const io = { environment: plugin.environment, stdin: 'ignore', stdout: 'ignore' } as const
  const { exitCode, output } = await invokeWasm({ ...plugin, message, io }, session)
  if (exitCode !== 0) throw new CliError('input', `plugin ${JSON.stringify(plugin.name)} exited with error`)
  const { data } = outputOf(output, plugin.name)
  return Buffer.from(typeof data === 'string' ? data : '', 'base64')
}

/** `schema.GetterOptionsV1`, under the names that Go gives its fields. */
function optionsOf(request: ForeignRequest): Readonly<Record<string, string | boolean | number>> {
  return {
    URL: request.url,
    CertFile: request.certFile,
    KeyFile: request.keyFile,
    CAFile: request.caFile,
    UNTar: false,
    InsecureSkipVerifyTLS: request.insecureSkipTlsVerify,
    PlainHTTP: false,
    AcceptHeader: '',
    Username: request.username,
    Password: request.password,
    PassCredentialsAll: request.passCredentialsAll,
    UserAgent: '',
    Version: '',
    Timeout: request.timeoutMs * NANOS_PER_MS,
  }
}
