import type { IncomingMessage, ServerResponse } from 'node:http'
import { digestOf } from './oci/manifest.ts'
import { type LocalServer, listen, readBody } from './testing-server.ts'

/** How the registry behaves. */
export interface FakeRegistryOptions {
  /** Who may come in, and how they have to say it. */
  readonly auth?: { readonly kind: 'basic' | 'bearer'; readonly username: string; readonly password: string }
  /** Blobs are served from another path by a redirect. */
  readonly redirectsBlobs?: boolean
  /** Served in place of every blob. */
  readonly tamperedBlob?: Uint8Array
  /** Tags on one page. */
  readonly pageSize?: number
}

/** A running registry; `blobs` and `manifests` (by `NAME@DIGEST` and `NAME:TAG`) may be looked into. */
export interface FakeRegistry extends LocalServer {
  readonly blobs: ReadonlyMap<string, Buffer>
  readonly manifests: ReadonlyMap<string, StoredManifest>
  /** Method and path of each request so far. */
  readonly requests: readonly string[]
}

interface StoredManifest {
  readonly mediaType: string
  readonly bytes: Buffer
}

interface State {
  readonly options: FakeRegistryOptions
  readonly blobs: Map<string, Buffer>
  readonly manifests: Map<string, StoredManifest>
  readonly uploads: Map<string, Buffer>
  readonly requests: string[]
  host: string
}

interface Exchange {
  readonly state: State
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  /** The groups that the route's pattern caught. */
  readonly parts: readonly string[]
}

/** Starts an OCI registry on 127.0.0.1, held in memory: enough of distribution 1.1 for helm to push and pull. */
export async function startFakeRegistry(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const state: State = { options, blobs: new Map(), manifests: new Map(), uploads: new Map(), requests: [], host: '' }
  const server = await listen((request, response) => {
    handle(state, request, response).catch(() => response.writeHead(500).end())
  })
  state.host = server.host
  return { ...server, blobs: state.blobs, manifests: state.manifests, requests: state.requests }
}

type Route = readonly [method: string, pattern: RegExp, serve: (exchange: Exchange) => Promise<void> | void]

const NAME = '([a-z0-9._/-]+)'
const ROUTES: readonly Route[] = [
  ['GET', /^\/token$/, giveToken],
  ['GET', /^\/v2\/$/, ({ response }) => void response.writeHead(200).end('{}')],
  ['GET', new RegExp(`^/v2/${NAME}/tags/list$`), listTags],
  ['GET|HEAD', new RegExp(`^/v2/${NAME}/manifests/([^/]+)$`), getManifest],
  ['PUT', new RegExp(`^/v2/${NAME}/manifests/([^/]+)$`), putManifest],
  ['GET|HEAD', new RegExp(`^/v2/${NAME}/blobs/(sha256:[0-9a-f]+)$`), getBlob],
  ['GET', /^\/elsewhere\/(sha256:[0-9a-f]+)$/, serveBlob],
  ['POST', new RegExp(`^/v2/${NAME}/blobs/uploads/$`), startUpload],
  ['PATCH|PUT', new RegExp(`^/v2/${NAME}/blobs/uploads/(\\d+)$`), continueUpload],
]

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${state.host}`)
  state.requests.push(`${request.method} ${url.pathname}`)
  for (const [methods, pattern, serve] of ROUTES) {
    const match = pattern.exec(url.pathname)
    if (match === null || !methods.split('|').includes(request.method ?? '')) continue
    const exchange = { state, request, response, url, parts: match.slice(1) }
    if (url.pathname.startsWith('/v2/') && !isLetIn(exchange)) return demandLogin(exchange)
    return serve(exchange)
  }
  fail(response, 404, 'NAME_UNKNOWN')
}

function fail(response: ServerResponse, status: number, code: string): void {
  const body = JSON.stringify({ errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] })
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

function basicOf({ auth }: FakeRegistryOptions): string {
  return `Basic ${Buffer.from(`${auth?.username}:${auth?.password}`).toString('base64')}`
}

function isLetIn({ state: { options }, request }: Exchange): boolean {
  if (options.auth === undefined) return true
  const { authorization = '' } = request.headers
  if (options.auth.kind === 'basic') return authorization === basicOf(options)
  return authorization.startsWith('Bearer token-')
}

function demandLogin({ state, response, parts, request }: Exchange): void {
  const { auth } = state.options
  const actions = request.method === 'GET' || request.method === 'HEAD' ? 'pull' : 'pull,push'
  const scope = parts[0] === undefined ? '' : `,scope="repository:${parts[0]}:${actions}"`
  const bearer = `Bearer realm="http://${state.host}/token",service="fake"${scope}`
  response.setHeader('www-authenticate', auth?.kind === 'basic' ? 'Basic realm="fake"' : bearer)
  fail(response, 401, 'UNAUTHORIZED')
}

function giveToken({ state, request, response, url }: Exchange): void {
  if (request.headers.authorization !== basicOf(state.options)) return fail(response, 401, 'UNAUTHORIZED')
  const token = `token-${url.searchParams.getAll('scope').join(' ')}`
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token, expires_in: 300 }))
}

function listTags({ state, response, url, parts: [name = ''] }: Exchange): void {
  const prefix = `${name}:`
  const all = [...state.manifests.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  if (all.length === 0) return fail(response, 404, 'NAME_UNKNOWN')
  const last = url.searchParams.get('last')
  const rest = all.sort().filter((tag) => last === null || tag > last)
  const tags = rest.slice(0, state.options.pageSize ?? rest.length)
  if (tags.length < rest.length) {
    response.setHeader('link', `</v2/${name}/tags/list?last=${encodeURIComponent(tags.at(-1) ?? '')}>; rel="next"`)
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name, tags }))
}

function getManifest({ state, request, response, parts: [name = '', wanted = ''] }: Exchange): void {
  const stored = state.manifests.get(`${name}${wanted.startsWith('sha256:') ? '@' : ':'}${wanted}`)
  if (stored === undefined) return fail(response, 404, 'MANIFEST_UNKNOWN')
  const headers = {
    'content-type': stored.mediaType,
    'content-length': stored.bytes.length,
    'docker-content-digest': digestOf(stored.bytes),
  }
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : stored.bytes)
}

async function putManifest({ state, request, response, parts: [name = '', tag = ''] }: Exchange): Promise<void> {
  const bytes = await readBody(request)
  const stored = { mediaType: request.headers['content-type'] ?? '', bytes }
  const digest = digestOf(bytes)
  state.manifests.set(`${name}@${digest}`, stored)
  if (!tag.startsWith('sha256:')) state.manifests.set(`${name}:${tag}`, stored)
  const headers = { location: `/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest }
  response.writeHead(201, headers).end()
}

function getBlob(exchange: Exchange): void {
  const { state, request, response, parts } = exchange
  const [, digest = ''] = parts
  if (!state.blobs.has(digest)) return fail(response, 404, 'BLOB_UNKNOWN')
  if (state.options.redirectsBlobs === true && request.method === 'GET') {
    response.writeHead(307, { location: `http://localhost:${state.host.split(':')[1]}/elsewhere/${digest}` }).end()
    return
  }
  serveBlob({ ...exchange, parts: [digest] })
}

function serveBlob({ state, request, response, parts: [digest = ''] }: Exchange): void {
  const blob = state.options.tamperedBlob ?? state.blobs.get(digest)
  if (blob === undefined) return fail(response, 404, 'BLOB_UNKNOWN')
  const headers = { 'content-length': blob.length, 'docker-content-digest': digest }
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : blob)
}

function startUpload({ state, response, parts: [name = ''] }: Exchange): void {
  const id = String(state.uploads.size)
  state.uploads.set(id, Buffer.alloc(0))
  response.writeHead(202, { location: `/v2/${name}/blobs/uploads/${id}?state=x`, range: '0-0' }).end()
}

async function continueUpload({ state, request, response, url, parts }: Exchange): Promise<void> {
  const [name = '', id = ''] = parts
  const bytes = Buffer.concat([state.uploads.get(id) ?? Buffer.alloc(0), await readBody(request)])
  if (request.method === 'PATCH') {
    state.uploads.set(id, bytes)
    const headers = { location: `/v2/${name}/blobs/uploads/${id}`, range: `0-${bytes.length - 1}` }
    response.writeHead(202, headers).end()
    return
  }
  const digest = url.searchParams.get('digest') ?? ''
  if (digestOf(bytes) !== digest) return fail(response, 400, 'DIGEST_INVALID')
  state.blobs.set(digest, bytes)
  response.writeHead(201, { location: `/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest }).end()
}
