import { RepoError } from './error.ts'
import { defaultTimeoutMs, type ForeignRequest, type HttpOptions } from './http-options.ts'

/** Who asks: the user and password of the flags or of repositories.yaml. */
export type ForeignCredentials = Pick<ForeignRequest, 'username' | 'password' | 'passCredentialsAll'>

/**
 * The body at an address that is not HTTP, through `options.foreign`; undefined for HTTP. Throws RepoError `bad-url` when
 * nobody knows the protocol.
 */
export async function fetchForeign(
  url: string,
  options: HttpOptions,
  credentials: Partial<ForeignCredentials> = {},
): Promise<Uint8Array | undefined> {
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):/i.exec(url) ?? []
  if (/^(?:https?)?$/i.test(scheme) || options.foreign === undefined) return undefined
  const { username = '', password = '', passCredentialsAll = false } = credentials
  const {
    caFile = '',
    certFile = '',
    keyFile = '',
    insecureSkipTlsVerify = false,
    timeoutMs = defaultTimeoutMs,
  } = options
  const found = await options.foreign({
    url,
    ...{ username, password, passCredentialsAll },
    ...{ caFile, certFile, keyFile, insecureSkipTlsVerify, timeoutMs },
  })
  if (found !== undefined) return found
  const hint = 'a getter plugin may know it: see plugin install'
  throw new RepoError('bad-url', `could not find protocol handler for: ${scheme}`, { hint })
}
