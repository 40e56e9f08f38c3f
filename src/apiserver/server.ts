import type { Clock } from '#kube'
import { unauthorized } from '#kube'
import { authenticationFilter } from './authn/chain.ts'
import { authorizationFilter } from './authz/filter.ts'
import { uniteAuthorizers } from './authz/union.ts'
import type { Authenticator, Authorizer } from './contract/access.ts'
import type { Answer, ApiRequest, Handler } from './contract/http.ts'
import type { KindTable, SpecialEndpoint } from './contract/registry.ts'
import type { RestVerbs } from './contract/rest.ts'
import type { ForeignVersions } from './discovery/handlers.ts'
import { type HealthCheck, pingCheck } from './discovery/health.ts'
import { chain, type Filter, type ReportFault } from './route/chain.ts'
import { dispatcher } from './route/dispatch.ts'
import { pathTable } from './route/endpoints.ts'
import { resourceHandler } from './route/resource.ts'
import { type Listener, type ListenOptions, listen, type TlsFiles } from './transport/listener.ts'

/** Everything that the HTTP side of an API server is made of. */
export interface FrontOptions {
  readonly clock: Clock
  readonly kinds: KindTable
  readonly verbs: RestVerbs
  readonly specials: readonly SpecialEndpoint[]
  readonly authenticators: readonly Authenticator[]
  readonly authorizers: readonly Authorizer[]
  /** Filters between authentication and authorization: audit, impersonation, flow control. */
  readonly filters?: readonly Filter[]
  /** Filters before everything else: metrics. */
  readonly outer?: readonly Filter[]
  /** Further paths: exact, or prefixes that end with a slash. */
  readonly paths?: Readonly<Record<string, Handler>>
  readonly checks?: readonly HealthCheck[]
  /** Asked for group versions that the kind table does not have. */
  readonly foreign?: ForeignVersions
  /** Absent: in-process only. */
  readonly listen?: Pick<ListenOptions, 'host' | 'port' | 'tls' | 'limits'>
  readonly report?: ReportFault
}

/** The HTTP side of an API server. */
export interface Front {
  /** Listens, where an address was given. Rejects when it cannot be bound. */
  start(): Promise<void>
  close(): Promise<void>
  /** `host:port` of the listener once it is there. */
  readonly address: string | undefined
  /** Answers a request inside the process; never rejects. */
  handle(request: ApiRequest): Promise<Answer>
  /** New certificates for connections to come. */
  reload(tls: TlsFiles): void
}

/** Puts filters, endpoints and listener together. */
export function createFront(options: FrontOptions): Front {
  let listener: Listener | undefined
  const address = () => (listener === undefined ? undefined : `${listener.host}:${listener.port}`)
  const { foreign } = options
  const paths = pathTable({
    kinds: options.kinds,
    address: () => address() ?? '',
    checks: () => [pingCheck, ...(options.checks ?? [])],
    more: options.paths ?? {},
    ...(foreign !== undefined && { foreign }),
  })
  const resources = resourceHandler({ ...options, ...(foreign !== undefined && { fallback: foreign.handler }) })
  const handle = chain(filtersOf(options), dispatcher(resources, paths), options.report ?? (() => {}))
  return {
    handle,
    get address() {
      return address()
    },
    start: async () => {
      if (options.listen !== undefined) listener = await listen({ ...options.listen, clock: options.clock, handle })
    },
    close: async () => await listener?.close(),
    reload: (tls) => listener?.reload(tls),
  }
}

function filtersOf({ outer = [], filters = [], authenticators, authorizers }: FrontOptions): readonly Filter[] {
  const access = authorizationFilter(uniteAuthorizers(authorizers))
  return [...outer, authenticationFilter([refusedCertificate, ...authenticators]), ...filters, access]
}

/** A certificate that is not taken is a 401, unless something else says who asks. */
const refusedCertificate: Authenticator = {
  name: 'refused-certificate',
  authenticate: ({ certificateProblem }) => {
    if (certificateProblem !== undefined) throw unauthorized()
    return undefined
  },
}
