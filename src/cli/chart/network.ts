import type { ConfiguredOptions, CredentialFiles, HttpOptions } from '#repo'
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
    ...(flags['ca-file'] && { caFile: flags['ca-file'] }),
    ...(flags['cert-file'] && { certFile: flags['cert-file'] }),
    ...(flags['key-file'] && { keyFile: flags['key-file'] }),
  }
}

const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ns: 1e-6,
}

/** Milliseconds of a duration as the flags carry it (`1m30s`), at least 1; it has been checked by the parser. */
export function durationMs(text: string): number {
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(h|ms|m|s|us|µs|μs|ns)/g)) {
    total += Number(amount) * (UNIT_MS[unit as string] as number)
  }
  return Math.max(1, text.startsWith('-') ? 1 : Math.min(total, 2 ** 31 - 1))
}

/** Where the configured repositories are, and how their servers are reached. */
export function repositoryFiles(flags: GlobalInput, session: Session): ConfiguredOptions {
  const { repositoryConfig, repositoryCache, proxy } = helmEnvironmentOf(flags, session)
  return { repositoryConfig, repositoryCache, proxy, signal: session.signal, warn: warnOf(session) }
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
