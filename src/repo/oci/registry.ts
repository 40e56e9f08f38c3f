import { RepoError } from '../error.ts'
import { basicAuth, parseUrl, send } from '../http.ts'
import type { BasicCredentials, HttpAnswer, HttpOptions, HttpRequest } from '../http-options.ts'
import { type Challenge, parseChallenge } from './challenge.ts'

/** How to reach a registry: `credentials` is asked once, when the registry demands them. */
export interface RegistryOptions extends HttpOptions {
  readonly plainHttp?: boolean
  readonly credentials?: (host: string) => Promise<BasicCredentials | undefined>
}

/** A call: a path below `/v2/` or an absolute URL; `actions` are what a token must allow. */
interface RegistryCall extends Pick<HttpRequest, 'method' | 'headers' | 'body' | 'limitBytes'> {
  readonly path: string
  readonly repository?: string
  readonly actions?: 'pull' | 'pull,push'
}

/** A connection to one registry; it remembers its tokens. */
export interface Registry {
  readonly host: string
  /** Any status is an answer, 401 after authentication failed included. */
  call(call: RegistryCall): Promise<HttpAnswer>
}

/** A connection to a registry. It opens nothing before the first call. Source: OCI distribution 1.1, docker token auth. */
export function connectRegistry(host: string, options: RegistryOptions): Registry {
  const base = `${options.plainHttp === true ? 'http' : 'https'}://${host}`
  parseUrl(base) // a host that is none is refused before anything is sent
  const tokens = new Map<string, string>()
  let credentials: Promise<BasicCredentials | undefined> | undefined
  const session: Session = {
    base,
    options,
    tokens,
    credentials: () => {
      credentials ??= options.credentials?.(host) ?? Promise.resolve(undefined)
      return credentials
    },
  }
  return { host, call: (call) => callWithAuth(call, session) }
}

interface Session {
  readonly base: string
  readonly options: RegistryOptions
  /** `authorization` values by scope. */
  readonly tokens: Map<string, string>
  readonly credentials: () => Promise<BasicCredentials | undefined>
}

async function callWithAuth(call: RegistryCall, session: Session): Promise<HttpAnswer> {
  const scope = scopeOf(call)
  const known = session.tokens.get(scope)
  const answer = await callOnce(call, session, known)
  if (answer.status !== 401) return answer
  const challenge = parseChallenge(answer.headers['www-authenticate'])
  const authorization = challenge && (await authorize(challenge, scope, session))
  if (authorization === undefined || authorization === known) return answer
  session.tokens.set(scope, authorization)
  return callOnce(call, session, authorization)
}

function callOnce(call: RegistryCall, session: Session, authorization: string | undefined): Promise<HttpAnswer> {
  const url = new URL(call.path, `${session.base}/v2/`)
  const isOwn = url.origin === new URL(session.base).origin
  return send({
    ...session.options,
    ...(call.limitBytes !== undefined && { limitBytes: call.limitBytes }),
    ...(call.body !== undefined && { body: call.body }),
    method: call.method ?? 'GET',
    url: url.href,
    headers: { ...call.headers, ...(authorization !== undefined && isOwn && { authorization }) },
  })
}

function scopeOf({ repository, actions = 'pull' }: RegistryCall): string {
  return repository === undefined ? '' : `repository:${repository}:${actions}`
}

async function authorize(challenge: Challenge, scope: string, session: Session): Promise<string | undefined> {
  const credentials = await session.credentials()
  if (challenge.scheme === 'basic') {
    return credentials && basicAuth(credentials.username, credentials.password)
  }
  if (challenge.scheme !== 'bearer') return undefined
  return `Bearer ${await fetchToken(challenge, { scope, credentials, session })}`
}

interface TokenWish {
  readonly scope: string
  readonly credentials: BasicCredentials | undefined
  readonly session: Session
}

/** A token from the server that the registry names. Credentials never leave TLS when the registry itself uses it. */
async function fetchToken({ parameters }: Challenge, wish: TokenWish): Promise<string> {
  const realm = parseUrl(parameters.get('realm') ?? '')
  if (realm.protocol === 'http:' && wish.session.base.startsWith('https:')) {
    throw new RepoError('bad-answer', `${realm.href} – token server without TLS named by a registry with TLS`)
  }
  const query = new URLSearchParams()
  const service = parameters.get('service')
  if (service !== undefined) query.set('service', service)
  const scope = wish.scope === '' ? parameters.get('scope') : wish.scope
  if (scope) query.set('scope', scope)
  const answer = await askForToken(realm, query, wish)
  if (answer.status !== 200) throw statusError('GET', answer)
  const token = tokenIn(answer)
  if (token === undefined)
    throw new RepoError('bad-answer', `${realm.origin}${realm.pathname} – answer without a token`)
  return token
}

function askForToken(realm: URL, query: URLSearchParams, { credentials, session }: TokenWish): Promise<HttpAnswer> {
  if (credentials !== undefined && credentials.username === '') {
    query.set('grant_type', 'refresh_token')
    query.set('refresh_token', credentials.password)
    query.set('client_id', 'berth')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return send({ ...session.options, method: 'POST', url: realm.href, headers, body: Buffer.from(query.toString()) })
  }
  for (const [name, value] of query) realm.searchParams.append(name, value)
  const headers =
    credentials === undefined ? {} : { authorization: basicAuth(credentials.username, credentials.password) }
  return send({ ...session.options, url: realm.href, headers, limitBytes: 1024 * 1024 })
}

function tokenIn(answer: HttpAnswer): string | undefined {
  try {
    const value = JSON.parse(Buffer.from(answer.body).toString('utf8')) as Record<string, unknown>
    const token = value.token || value.access_token
    return typeof token === 'string' && token !== '' ? token : undefined
  } catch {
    return undefined
  }
}

/** An unexpected answer as an error, in the words of Helm's library, with what the registry says about it. */
export function statusError(method: string, answer: HttpAnswer): RepoError {
  const { status } = answer
  const text = `${method} "${answer.url}": response status code ${status}: ${detailsOf(answer)}`
  if (status === 401 || status === 403) {
    return new RepoError('unauthorized', text, { hint: 'log in with `registry login HOST`, or check the credentials' })
  }
  return new RepoError(status === 404 ? 'not-found' : 'http-status', text)
}

function detailsOf(answer: HttpAnswer): string {
  try {
    const { errors } = JSON.parse(Buffer.from(answer.body).toString('utf8')) as {
      readonly errors?: readonly OciError[]
    }
    const texts = (errors ?? []).map(
      ({ code = '', message = '' }) => `${code.toLowerCase().replaceAll('_', ' ')}: ${message}`,
    )
    if (texts.length > 0) return texts.join('; ')
  } catch {
    // the body is no OCI error: the status has to do
  }
  return answer.statusText.replace(/^\d+ ?/, '')
}

interface OciError {
  readonly code?: string
  readonly message?: string
}
