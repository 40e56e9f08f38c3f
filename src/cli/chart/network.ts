import type { ConfiguredOptions, CredentialFiles, ForeignRequest, HttpOptions } from '#repo'
import type { Session } from '../frame/session.ts'
import { type GlobalInput, helmEnvironmentOf } from './helm-environment.ts'

/** The flags that say whom to trust. */
export interface TlsInput {
  readonly 'ca-file': string | undefined
  readonly 'cert-file': string | undefined
  readonly 'key-file': string | undefined
  readonly 'insecure-skip-tls-verify'?: boolean
}

/** How to reach a server: TLS files, proxies, and the signal that stops it. */
export function httpOptions(flags: TlsInput & GlobalInput, session: Session): HttpOptions {
  return {
    insecureSkipTlsVerify: flags['insecure-skip-tls-verify'] === true,
    proxy: helmEnvironmentOf(flags, session).proxy,
    signal: session.signal,
    foreign: getterOf(flags, session),
    ...(flags['ca-file'] && { caFile: flags['ca-file'] }),
    ...(flags['cert-file'] && { certFile: flags['cert-file'] }),
    ...(flags['key-file'] && { keyFile: flags['key-file'] }),
  }
}

/** Where the configured repositories are, and how their servers are reached. */
export function repositoryFiles(flags: GlobalInput, session: Session): ConfiguredOptions {
  const { repositoryConfig, repositoryCache, proxy } = helmEnvironmentOf(flags, session)
  const { signal } = session
  return { repositoryConfig, repositoryCache, proxy, signal, foreign: getterOf(flags, session), warn: warnOf(session) }
}

/** Asks the installed getter plugins for what is not HTTP. */
function getterOf(flags: GlobalInput, session: Session): NonNullable<HttpOptions['foreign']> {
  return async (request: ForeignRequest) => {
    const { getWithPlugin } = await import('../plugin/getter.ts')
    return getWithPlugin(request, flags, session)
  }
}

/** Where the credentials of registries are kept. */
export function credentialFiles(flags: GlobalInput, session: Session): CredentialFiles {
  const { registryConfig, dockerConfig, path } = helmEnvironmentOf(flags, session)
  return { registryConfig, dockerConfig, path }
}

/** Prints an index entry that had to be left out. */
export function warnOf(session: Session): NonNullable<ConfiguredOptions['warn']> {
  return ({ name, version, source, problem }) =>
    session.stderr.write(`skipping loading invalid entry for chart "${name}" "${version}" from ${source}: ${problem}\n`)
}

/** One line from stdin, for passwords; without its newline. */
export async function readPassword(session: Session): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of session.stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}
