import { readFile } from 'node:fs/promises'
import type { AuthenticationOptions, OidcOptions } from '#apiserver'
import { ClientError, httpTransport, readText, type Transport } from '#client'
import { ClusterError } from '../error.ts'

/** Ways to say who one is beside certificates, service accounts and bootstrap tokens; files by their absolute names. */
export interface WaysIn extends Pick<AuthenticationOptions, 'webhook'> {
  /** Lines `token,user,uid,"group,group"`. */
  readonly tokenFile?: string
  readonly oidc?: OidcIssuer
}

/** An issuer of ID tokens; the file is of the authorities that its certificate is checked against. */
export interface OidcIssuer extends OidcOptions {
  readonly authorityFile?: string
}

const SIGNING_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512']

/** Reads the files. Throws ClusterError `bad-option`. */
export async function openAuthentication({ tokenFile, oidc, ...ways }: WaysIn): Promise<AuthenticationOptions> {
  return {
    ...ways,
    ...(tokenFile !== undefined && { tokenFile: await readOption(tokenFile) }),
    ...(oidc !== undefined && { oidc: await openIssuer(oidc) }),
  }
}

async function openIssuer({ authorityFile, ...oidc }: OidcIssuer): Promise<NonNullable<AuthenticationOptions['oidc']>> {
  checkIssuer(oidc)
  const authority = authorityFile === undefined ? undefined : await readOption(authorityFile)
  return { ...oidc, fetchJson: (url) => fetchJson(url, authority) }
}

function checkIssuer({ issuerUrl, clientId, signingAlgorithms = [] }: OidcOptions): void {
  if (issuerUrl === '' || clientId === '')
    throw new ClusterError('bad-option', 'OpenID Connect needs both an issuer and a client', {
      hint: 'give --oidc-issuer-url and --oidc-client-id',
    })
  if (URL.parse(issuerUrl)?.protocol !== 'https:')
    throw new ClusterError('bad-option', `issuer ${issuerUrl} is not usable`, { hint: 'expected an https address' })
  const unknown = signingAlgorithms.find((one) => !SIGNING_ALGORITHMS.includes(one))
  if (unknown !== undefined)
    throw new ClusterError('bad-option', `signing algorithm ${unknown} is not usable`, {
      hint: `expected ${SIGNING_ALGORITHMS.join(', ')}`,
    })
}

/** No document of an issuer is larger, and none takes longer. */
const MAX_BYTES = 1024 * 1024
const PATIENCE_MS = 10_000

async function fetchJson(address: string, authority: string | undefined): Promise<unknown> {
  const url = new URL(address)
  const transport = httpTransport({ server: url.origin, ...(authority !== undefined && { authority }) })
  try {
    return JSON.parse(await fetchText(transport, url)) as unknown
  } finally {
    transport.close()
  }
}

async function fetchText(transport: Transport, url: URL): Promise<string> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const path = url.pathname + url.search
  const response = await transport.send({ method: 'GET', path, headers: { accept: 'application/json' }, signal })
  if (response.status !== 200) throw new ClientError('credentials', `oidc: ${url.href} answers ${response.status}`)
  return readText({ ...response, body: bounded(response.body) })
}

async function* bounded(body: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > MAX_BYTES) throw new ClientError('credentials', 'oidc: the issuer sends too much')
    yield piece
  }
}

async function readOption(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ClusterError('bad-option', `${path} cannot be read – ${reason}`, { cause })
  }
}
