import { kindTable } from '#kinds'
import type { Clock, KubeObject } from '#kube'
import type { Store } from '#store'
import { defaultAdmission } from '../admission/default-admission.ts'
import { type Aggregation, createAggregation } from '../aggregation/create.ts'
import type { ProxyCertificate } from '../aggregation/identity.ts'
import { type AuditSink, auditFilter } from '../audit/filter.ts'
import type { AuditPolicy } from '../audit/policy.ts'
import type { TokenAuthenticator } from '../authn/bearer.ts'
import { legacyClaims } from '../authn/claims.ts'
import { type AuthenticationOptions, createAuthentication } from '../authn/create.ts'
import { impersonationFilter } from '../authn/impersonate.ts'
import { createJwtKeys } from '../authn/jwt-keys.ts'
import { openIdHandlers } from '../authn/openid.ts'
import type { ServiceAccountIssuer } from '../authn/service-account.ts'
import { type Authorization, createAuthorization } from '../authz/create.ts'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { Answer, ApiRequest, Handler } from '../contract/http.ts'
import type { NodeConnector } from '../contract/node.ts'
import type { KindTable, Registry, SpecialEndpoint } from '../contract/registry.ts'
import { withDefinitions } from '../crd/built-in.ts'
import { createCustomKinds } from '../crd/create.ts'
import type { Definitions } from '../crd/definitions.ts'
import type { ForeignVersions } from '../discovery/handlers.ts'
import type { HealthCheck } from '../discovery/health.ts'
import { versionInfo } from '../discovery/version.ts'
import { createFlow, type FlowService } from '../flow/create.ts'
import { metricsHandler } from '../metrics/handler.ts'
import { serverReadings } from '../metrics/readings.ts'
import { createRequestMetrics, type RequestMetrics } from '../metrics/request-metrics.ts'
import { createOpenApiDocuments } from '../openapi/documents.ts'
import { expressionCheck } from '../policy/check.ts'
import { mutatingPolicies } from '../policy/mutating.ts'
import { followPolicyStatus } from '../policy/status.ts'
import { validatingPolicies } from '../policy/validating.ts'
import { webhookConditions } from '../policy/webhook-conditions.ts'
import { expireEvents } from '../registry/expire-events.ts'
import { createKindTable } from '../registry/kind-table.ts'
import { type ApiRegistry, createRegistry, type RegistryOptions } from '../registry/registry.ts'
import { repairAddresses } from '../registry/service/repair-addresses.ts'
import { serviceHook } from '../registry/service/service-hook.ts'
import { accessReviews, selfReviews, tokenRequest, tokenReview } from '../review/door.ts'
import type { Filter } from '../route/chain.ts'
import { deadlineFilter } from '../route/deadline.ts'
import { createFront, type Front } from '../server.ts'
import { streamEndpoints } from '../stream/endpoints.ts'
import { bindingEndpoints } from '../subresource/binding.ts'
import { evictionEndpoint } from '../subresource/eviction.ts'
import type { TlsFiles } from '../transport/listener.ts'
import { withUsage } from '../usage/create.ts'
import type { UsageSource } from '../usage/source.ts'
import { createWebhookCaller, type WebhookCaller } from '../webhook/call.ts'
import { webhookAdmission } from '../webhook/create.ts'
import { openApiPaths } from './openapi-paths.ts'

/** Everything a whole API server is made of. */
export interface ApiServerOptions {
  readonly store: Store
  /** True when other servers write to the same store (etcd). */
  readonly isShared?: boolean
  readonly clock: Clock
  /** Numbers from 0 up to 1. */
  random(): number
  /** A new RFC 4122 identity. */
  newUid(): string
  /** Service account tokens: who issues them, and the key they are signed with (PEM). */
  readonly tokens: { readonly issuer: string; readonly key: string }
  /** Further ways to say who one is: token file, OpenID Connect, webhook, front proxy. */
  readonly authentication?: AuthenticationOptions
  /** Absent: nothing is written down. */
  readonly audit?: { readonly policy: AuditPolicy; readonly sink: AuditSink }
  /** Absent: in-process only. */
  readonly listen?: { readonly host: string; readonly port: number; readonly tls: TlsFiles }
  readonly nodes?: NodeConnector
  /** What aggregated API servers know this one by; asked for every connection. */
  readonly frontProxyClient?: () => ProxyCertificate
  /** What containers use. Absent: no metrics API is served. */
  readonly usage?: UsageSource
  /** Range of service addresses; 10.96.0.0/12 unless told. */
  readonly serviceCidr?: string
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
  /** A token of a service account that lives as long as the secret it is kept in. */
  signToken(account: KubeObject, secretName: string): string
}

/** Puts registry, access control, admission and the HTTP side together. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const parts = createParts(options)
  const { api, authorization, front, issuer, flow, caller, definitions, aggregation } = parts
  let stopExpiry = (): void => undefined
  let stopPolicies = (): void => undefined
  return {
    registry: api.registry,
    get address() {
      return front.address
    },
    handle: (request) => front.handle(request),
    reload: (tls) => front.reload(tls),
    signToken: (account, secretName) => issuer.keys.sign(legacyClaims(account, secretName)),
    start: async () => {
      await api.start()
      await definitions.start()
      await authorization.start()
      await flow.start()
      await repairAddresses(api.registry)
      stopExpiry = expireEvents(api.core)
      stopPolicies = followPolicyStatus(api.registry, options.onError)
      await aggregation.start()
      await front.start()
    },
    close: async () => {
      stopExpiry()
      stopPolicies()
      flow.close()
      definitions.close()
      aggregation.close()
      caller.close()
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
  readonly issuer: ServiceAccountIssuer
  readonly flow: FlowService
  readonly caller: WebhookCaller
  readonly definitions: Definitions
  readonly aggregation: Aggregation
}

function createParts(options: ApiServerOptions): Parts {
  const { clock, onError } = options
  const kinds = createKindTable(withDefinitions(kindTable))
  // the registry asks plugins and authorizer that are made over the registry
  const admission: AdmissionPlugin[] = []
  const api = createApiRegistry(options, {
    kinds,
    admission,
    authorizer: { name: 'union', authorize: (attributes) => authorization.authorizer.authorize(attributes) },
  })
  const authorization: Authorization = createAuthorization(api.registry, { onError })
  const { authorizer, escalation } = authorization
  const caller = callerOf(options, api)
  admission.push(...admissionOf(options, { authorizer, escalation, caller }))
  const newUid = (): string => options.newUid()
  const definitions = createCustomKinds({ registry: api.registry, clock, caller, newUid, onError })
  const issuer = issuerOf(options)
  const { authenticators, tokens } = createAuthentication(
    { registry: api.registry, clock, issuer },
    options.authentication,
  )
  const metrics = createRequestMetrics(clock, kinds)
  const flow = createFlow(api.registry, { clock, onError, count: (kind) => api.count(kind) })
  const aggregation = aggregationOf(options, api)
  const front = createFront({
    clock,
    foreign: foreignOf(options, api, aggregation),
    kinds,
    verbs: api.verbs,
    specials: specialsOf(options, { api, authorization, tokens, issuer, admission }),
    authenticators,
    authorizers: [authorizer],
    outer: [metrics.filter, deadlineFilter(clock)],
    filters: [...auditing(options), impersonationFilter(authorizer), flow.filter],
    paths: pathsOf(options, { api, issuer, kinds, metrics, aggregation }),
    checks: [{ name: 'etcd', check: () => checkStore(options.store) }, ...(options.checks ?? [])],
    report: onError,
    ...(options.listen !== undefined && { listen: options.listen }),
  })
  return { api, authorization, front, issuer, flow, caller, definitions, aggregation }
}

function callerOf({ clock, nodes, ...options }: ApiServerOptions, { registry }: ApiRegistry): WebhookCaller {
  return createWebhookCaller({ registry, clock, random: () => options.random(), ...(nodes !== undefined && { nodes }) })
}

function aggregationOf(options: ApiServerOptions, { registry }: ApiRegistry): Aggregation {
  const { clock, onError, nodes, frontProxyClient } = options
  return createAggregation(registry, {
    clock,
    onError,
    random: () => options.random(),
    ...(nodes !== undefined && { nodes }),
    ...(frontProxyClient !== undefined && { certificate: frontProxyClient }),
  })
}

function foreignOf({ usage, clock }: ApiServerOptions, { registry }: ApiRegistry, other: Aggregation): ForeignVersions {
  return usage === undefined ? other : withUsage(other, { registry, clock, source: usage })
}

type AdmissionParts = Pick<Authorization, 'authorizer' | 'escalation'> & Pick<Parts, 'caller'>

function admissionOf(options: ApiServerOptions, parts: AdmissionParts): readonly AdmissionPlugin[] {
  const { authorizer, escalation, caller } = parts
  const conditions = webhookConditions(authorizer)
  const webhooks = webhookAdmission({ caller, conditions, newUid: () => options.newUid() })
  return defaultAdmission({
    authorizer,
    escalation,
    clock: options.clock,
    random: () => options.random(),
    mutating: [mutatingPolicies(authorizer), webhooks.mutating],
    validating: [expressionCheck, validatingPolicies(authorizer), webhooks.validating],
  })
}

type Given = Pick<RegistryOptions, 'kinds' | 'admission' | 'authorizer'>

function createApiRegistry(options: ApiServerOptions, given: Given): ApiRegistry {
  const { store, clock, onError, serviceCidr, isShared = false } = options
  const random = (): number => options.random()
  const hooks = [
    serviceHook({ registry: () => api.registry, random, ...(serviceCidr !== undefined && { addresses: serviceCidr }) }),
  ]
  const api: ApiRegistry = createRegistry({
    ...given,
    store,
    isShared,
    clock,
    hooks,
    random,
    newUid: () => options.newUid(),
    onTrouble: onError,
  })
  return api
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
  readonly admission: readonly AdmissionPlugin[]
}

function specialsOf(options: ApiServerOptions, parts: SpecialParts): readonly SpecialEndpoint[] {
  const { api, authorization, tokens, issuer, admission } = parts
  const { authorizer } = authorization
  const { registry, core } = api
  const { nodes, clock } = options
  const random = (): number => options.random()
  return [
    ...accessReviews(authorizer),
    ...selfReviews(authorizer),
    tokenReview(tokens, issuer.audiences),
    tokenRequest({ registry, clock, issuer, admission, newId: () => options.newUid() }),
    ...bindingEndpoints(core),
    evictionEndpoint(core),
    ...(nodes === undefined ? [] : streamEndpoints({ registry, nodes, admission, random })),
    ...(options.specials ?? []),
  ]
}

interface PathParts {
  readonly api: ApiRegistry
  readonly issuer: ServiceAccountIssuer
  readonly kinds: KindTable
  readonly metrics: RequestMetrics
  readonly aggregation: Aggregation
}

function pathsOf(
  options: ApiServerOptions,
  { api, issuer, kinds, metrics, aggregation }: PathParts,
): Readonly<Record<string, Handler>> {
  const { clock, store, paths } = options
  const source = { kinds: () => kinds.all(), generation: () => kinds.generation, version: versionInfo.gitVersion }
  return {
    ...openApiPaths(createOpenApiDocuments(source), aggregation),
    ...Object.fromEntries(openIdHandlers(issuer, issuer.issuers[0] ?? '')),
    '/metrics': metricsHandler(
      () => metrics.print(),
      serverReadings({ clock, store, kinds, count: (kind) => api.count(kind) }),
    ),
    ...paths,
  }
}

function auditing({ audit, clock, ...options }: ApiServerOptions): readonly Filter[] {
  return audit === undefined ? [] : [auditFilter({ ...audit, clock, newId: () => options.newUid() })]
}

async function checkStore(store: Store): Promise<void> {
  await store.revision()
}
