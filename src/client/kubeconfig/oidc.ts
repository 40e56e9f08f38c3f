import { ClientError, messageOf } from '../error.ts'
import { parseObject } from '../rest/answer.ts'
import type { CredentialSource, Credentials } from '../transport/credentials.ts'
import { httpTransport } from '../transport/http.ts'
import { readText } from '../transport/transport.ts'
import { keepProviderConfig } from './keep.ts'
import type { AuthProvider } from './kubeconfig.ts'
import { pemOf } from './pem.ts'
import { proxyTo } from './proxy.ts'
import type { UserContext } from './user-context.ts'

/** An id token so close to its end is renewed first. */
const MARGIN_MS = 10_000

/**
 * Credentials of the `oidc` provider: the id token while it is good, then a new one for the refresh token, which is
 * written back to the kubeconfig. Throws ClientError `bad-config`, later `credentials`. Source: client-go's oidc plugin.
 */
export function oidcCredentials(provider: AuthProvider, base: Credentials, context: UserContext): CredentialSource {
  if (provider.name !== 'oidc') {
    throw new ClientError('bad-config', `no Auth Provider found for name "${provider.name}"`, {
      hint: 'gcp and azure were replaced by exec plugins',
    })
  }
  let config: Readonly<Record<string, string>> = provider.config ?? {}
  for (const field of ['idp-issuer-url', 'client-id']) {
    if (!config[field]) throw new ClientError('bad-config', `oidc: must provide ${field}`)
  }
  const bearer = (): Credentials => ({ ...base, authorization: `Bearer ${config['id-token']}` })
  const renew = async (): Promise<void> => {
    const renewed = await refresh(config, context)
    config = { ...config, ...renewed }
    if (context.place !== undefined) await keepProviderConfig(context.place, renewed, context)
  }
  let renewing: Promise<void> | undefined
  return {
    current: async () => {
      if (expiryOf(config['id-token']) > context.clock.now() + MARGIN_MS) return bearer()
      // a refresh token may be good for once: requests at the same time share what it gives
      renewing ??= renew().finally(() => {
        renewing = undefined
      })
      await renewing
      return bearer()
    },
    refuse: () => false,
  }
}

/** Milliseconds since the epoch; 0 for a token that is missing or cannot be read. */
function expiryOf(token: string | undefined): number {
  const payload = token?.split('.')[1]
  if (payload === undefined) return 0
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp?: unknown }
    return typeof exp === 'number' ? exp * 1000 : 0
  } catch {
    return 0
  }
}

async function refresh(
  config: Readonly<Record<string, string>>,
  context: UserContext,
): Promise<Record<string, string>> {
  const refreshToken = config['refresh-token']
  if (!refreshToken)
    throw new ClientError('credentials', 'oidc: No valid id-token, and cannot refresh without refresh-token')
  const issuer = (config['idp-issuer-url'] ?? '').replace(/\/$/, '')
  const { token_endpoint: endpoint } = await ask(
    `${issuer}/.well-known/openid-configuration`,
    undefined,
    config,
    context,
  )
  if (typeof endpoint !== 'string') throw new ClientError('credentials', `oidc: ${issuer} tells no token_endpoint`)
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: config['client-id'] ?? '',
    ...(config['client-secret'] && { client_secret: config['client-secret'] }),
  })
  const answer = await ask(endpoint, form.toString(), config, context)
  if (typeof answer['id_token'] !== 'string')
    throw new ClientError('credentials', 'oidc: token response did not contain an id_token')
  const next = answer['refresh_token']
  return { 'id-token': answer['id_token'], ...(typeof next === 'string' && next !== '' && { 'refresh-token': next }) }
}

async function ask(
  address: string,
  form: string | undefined,
  config: Readonly<Record<string, string>>,
  context: UserContext,
): Promise<Record<string, unknown>> {
  const url = URL.parse(address)
  if (url === null) throw new ClientError('credentials', `oidc: ${address} is no address`)
  const authority = await pemOf(config, 'idp-certificate-authority')
  const proxy = proxyTo(address, undefined, context.findProxy)
  const transport = httpTransport({
    server: url.origin,
    ...(authority !== undefined && { authority }),
    ...(proxy !== undefined && { proxy }),
  })
  try {
    const response = await transport.send({
      method: form === undefined ? 'GET' : 'POST',
      path: url.pathname + url.search,
      headers: {
        accept: 'application/json',
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form !== undefined && { body: form }),
    })
    const text = await readText(response)
    if (response.status !== 200)
      throw new ClientError('credentials', `oidc: ${address} answers ${response.status}: ${text.slice(0, 200)}`)
    return parseObject(text)
  } catch (error) {
    if (error instanceof ClientError && error.code === 'credentials') throw error
    throw new ClientError('credentials', `oidc: ${messageOf(error)}`, { cause: error })
  } finally {
    transport.close()
  }
}
