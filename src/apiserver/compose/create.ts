import { kindTable } from '#kinds'
import type { Clock } from '#kube'
import type { Store } from '#store'
import { bearerAuthenticator, type TokenAuthenticator } from '../authn/bearer.ts'
import { bootstrapTokenAuthenticator } from '../authn/bootstrap-token.ts'
import { certificateAuthenticator } from '../authn/certificate.ts'
import { impersonationFilter } from '../authn/impersonate.ts'
import { createJwtKeys } from '../authn/jwt-keys.ts'
import { openIdHandlers } from '../authn/openid.ts'
import { type ServiceAccountIssuer, serviceAccountAuthenticator } from '../authn/service-account.ts'
import { type Authorization, createAuthorization } from '../authz/create.ts'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { Answer, ApiRequest, Handler } from '../contract/http.ts'
import type { NodeConnector } from '../contract/node.ts'
import type { Registry, SpecialEndpoint } from '../contract/registry.ts'
import type { HealthCheck } from '../discovery/health.ts'
import { createOpenApiDocuments } from '../openapi/documents.ts'
import { createKindTable } from '../registry/kind-table.ts'
import { type ApiRegistry, createRegistry } from '../registry/registry.ts'
import { accessReviews, selfReviews, tokenRequest, tokenReview } from '../review/door.ts'
import { createFront, type Front } from '../server.ts'
import type { TlsFiles } from '../transport/listener.ts'
import { openApiPaths } from './openapi-paths.ts'

/** Everything a whole API server is made of. */
export interface ApiServerOptions {
  readonly store: Store
  readonly clock: Clock
  /** Numbers from 0 up to 1. */
  random(): number
  /** A new RFC 4122 identity. */
  newUid(): string
  /** Service account tokens: who issues them, and the key they are signed with (PEM). */
  readonly tokens: { readonly issuer: string; readonly key: string }
  /** Absent: in-process only. */
  readonly listen?: { readonly host: string; readonly port: number; readonly tls: TlsFiles }
  readonly nodes?: NodeConnector
  readonly admission?: readonly AdmissionPlugin[]
  readonly specials?: readonly SpecialEndpoint[]
  readonly paths?: Readonly<Record<string, Handler>>
  readonly checks?: readonly HealthCheck[]
  /** Told of faults of ours and of trouble in the background. */
  readonly onError: (error: unknown) => void
}

/** An API server that lives from `start` to `close`. The store stays open. */
export interface ApiServer {
  /** Reads the store, listens, and makes the default roles. */
  start(): Promise<void>
  close(): Promise<void>
  readonly registry: Registry
  /** `host:port` once it listens. */
  readonly address: string | undefined
  /** Answers a request inside the process; never rejects. */
  handle(request: ApiRequest): Promise<Answer>
  /** New certificates for connections to come. */
  reload(tls: TlsFiles): void
}

/** Puts registry, access control, admission and the HTTP side together. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const parts = createParts(options)
  const { api, authorization, front } = parts
  return {
    registry: api.registry,
    get address() {
      return front.address
    },
    handle: (request) => front.handle(request),
    reload: (tls) => front.reload(tls),
    start: async () => {
      await api.start()
      await authorization.start()
      await front.start()
    },
    close: async () => {
      authorization.close()
      await api.close()
      await front.close()
    },
  }
}

interface Parts {
  readonly api: ApiRegistry
  readonly authorization: Authorization
  readonly front: Front
}

function createParts(options: ApiServerOptions): Parts {
  const { store, clock, onError } = options
  const kinds = createKindTable(kindTable)
  // the registry asks plugins and authorizer that are made over the registry
  const admission: AdmissionPlugin[] = []
  const authorizer: Authorizer = {
    name: 'union',
    authorize: (attributes) => authorization.authorizer.authorize(attributes),
  }
  const api = createRegistry({
    store,
    clock,
    kinds,
    admission,
    authorizer,
    random: () => options.random(),
    newUid: () => options.newUid(),
    onTrouble: onError,
  })
  const authorization: Authorization = createAuthorization(api.registry, { onError })
  admission.push(...(options.admission ?? []), authorization.escalation)
  const issuer = issuerOf(options)
  const tokens = [
    serviceAccountAuthenticator(api.registry, clock, issuer),
    bootstrapTokenAuthenticator(api.registry, clock),
  ]
  const documents = createOpenApiDocuments({
    kinds: () => kinds.all(),
    generation: () => kinds.generation,
    version: 'v1.36.2',
  })
  const front = createFront({
    clock,
    kinds,
    verbs: api.verbs,
    specials: specialsOf(options, { api, authorization, tokens, issuer }),
    authenticators: [certificateAuthenticator, bearerAuthenticator(tokens)],
    authorizers: [authorization.authorizer],
    filters: [impersonationFilter(authorization.authorizer)],
    paths: {
      ...openApiPaths(documents),
      ...Object.fromEntries(openIdHandlers(issuer, issuer.issuers[0] ?? '')),
      ...options.paths,
    },
    checks: [{ name: 'etcd', check: () => checkStore(store) }, ...(options.checks ?? [])],
    report: onError,
    ...(options.listen !== undefined && { listen: options.listen }),
  })
  return { api, authorization, front }
}

function issuerOf({ tokens }: ApiServerOptions): ServiceAccountIssuer {
  const issuers = [tokens.issuer]
  return { issuers, audiences: issuers, keys: createJwtKeys(tokens.key) }
}

interface SpecialParts {
  readonly api: ApiRegistry
  readonly authorization: Authorization
  readonly tokens: readonly TokenAuthenticator[]
  readonly issuer: ServiceAccountIssuer
}

function specialsOf(
  options: ApiServerOptions,
  { api, authorization, tokens, issuer }: SpecialParts,
): readonly SpecialEndpoint[] {
  const { authorizer } = authorization
  return [
    ...accessReviews(authorizer),
    ...selfReviews(authorizer),
    tokenReview(tokens, issuer.audiences),
    tokenRequest({ registry: api.registry, clock: options.clock, issuer, newId: () => options.newUid() }),
    ...(options.specials ?? []),
  ]
}

async function checkStore(store: Store): Promise<void> {
  await store.revision()
}
