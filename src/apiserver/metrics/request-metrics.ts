import { type Clock, StatusError } from '#kube'
import type { Answer, ApiRequest, RequestInfo } from '../contract/http.ts'
import type { KindTable } from '../contract/registry.ts'
import type { Filter } from '../route/chain.ts'
import { createHistogram, createNumber } from './series.ts'
import type { LabelValues } from './text.ts'

/** Counts requests under the real server's names (apiserver's endpoints/metrics). */
export interface RequestMetrics {
  /** Goes around every other filter. */
  readonly filter: Filter
  /** The text of all of them in pieces. */
  print(): Iterable<string>
}

/** Makes the counters. Requests for resources that `kinds` does not serve are counted together. */
export function createRequestMetrics(clock: Clock, kinds: Pick<KindTable, 'find'>): RequestMetrics {
  const total = createNumber({
    name: 'apiserver_request_total',
    help: 'Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
    type: 'counter',
  })
  const inflight = createNumber({
    name: 'apiserver_current_inflight_requests',
    help: 'Maximal number of currently used inflight request limit of this apiserver per request kind in last second.',
    type: 'gauge',
  })
  const longRunning = createNumber({
    name: 'apiserver_longrunning_requests',
    help: 'Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.',
    type: 'gauge',
  })
  const duration = createHistogram(
    {
      name: 'apiserver_request_duration_seconds',
      help: 'Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.',
    },
    bounds,
  )
  const done = (place: Place, code: number, startMs: number) => {
    total.add(`${place.key} ${code}`, () => ({ code: String(code), ...place.labels() }), 1)
    if (place.isLong) return
    inflight.add(place.kind, () => ({ request_kind: place.kind }), -1)
    duration.observe(place.key, place.labels, (clock.now() - startMs) / 1000)
  }
  const filter: Filter = (next) => async (request, context) => {
    const place = placeOf(request, context.info, kinds)
    const startMs = clock.now()
    if (!place.isLong) inflight.add(place.kind, () => ({ request_kind: place.kind }), 1)
    try {
      const answer = await next(request, context)
      done(place, 'taken' in answer ? 101 : answer.status, startMs)
      return place.isLong ? whileOpen(answer, (change) => longRunning.add(place.key, place.labels, change)) : answer
    } catch (error) {
      done(place, error instanceof StatusError ? error.status.code : 500, startMs)
      throw error
    }
  }
  return {
    filter,
    *print() {
      for (const metric of [total, duration, inflight, longRunning]) yield* metric.print()
    },
  }
}

const bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60]

interface Place {
  readonly key: string
  readonly kind: 'mutating' | 'readOnly'
  readonly isLong: boolean
  labels(): LabelValues
}

function placeOf(request: ApiRequest, info: RequestInfo, kinds: Pick<KindTable, 'find'>): Place {
  const { method, path } = request
  const { group, version, resource, subresource } = servedPlace(info, kinds)
  const isLong = info.verb === 'watch' || longSubresources.has(subresource)
  const verb = isLong && info.verb !== 'watch' ? 'CONNECT' : (verbNames[info.verb] ?? knownMethod(method))
  // Reads never ask, and their query may not have been taken apart.
  const dryRun = !readingVerbs.has(verb) && request.query.get('dryRun') === 'All' ? 'All' : ''
  const named = info.isResource ? subresource : knownPath(path)
  const scope = scopeOf(info)
  return {
    key: `${verb} ${group}/${version}/${resource}/${named} ${scope}${dryRun}`,
    kind: readingVerbs.has(verb) ? 'readOnly' : 'mutating',
    isLong,
    labels: () => ({
      component: 'apiserver',
      dry_run: dryRun,
      group,
      resource,
      scope,
      subresource: named,
      verb,
      version,
    }),
  }
}

const longSubresources: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'log', 'proxy'])
const readingVerbs: ReadonlySet<string> = new Set(['GET', 'HEAD', 'LIST', 'WATCH'])
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT'])
const knownPaths = /^\/(?:api|apis|version|metrics|(?:health|live|ready)z|openapi\/v[23]|openid\/v1\/jwks)$/

const verbNames: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETECOLLECTION',
}

type ServedPlace = Pick<RequestInfo, 'group' | 'version' | 'resource' | 'subresource'>

const nowhere: ServedPlace = { group: '', version: '', resource: '', subresource: '' }

/** Resources and paths that nobody serves are not told apart: anybody can make up more of them. */
function servedPlace(info: RequestInfo, kinds: Pick<KindTable, 'find'>): ServedPlace {
  const kind = kinds.find(info.group, info.version, info.resource)
  if (kind === undefined) return nowhere
  const { subresource } = info
  const isServed = longSubresources.has(subresource) || kind.subresources.some(({ name }) => name === subresource)
  return isServed || subresource === '' ? info : { ...info, subresource: '' }
}

/** The real server counts every other method as `OTHER`. */
function knownMethod(method: string): string {
  return methods.has(method) ? method : 'OTHER'
}

function knownPath(path: string): string {
  return knownPaths.test(path) ? path : ''
}

function scopeOf({ isResource, name, namespace, verb }: RequestInfo): string {
  if (!isResource) return ''
  if (name !== '' || verb === 'create') return 'resource'
  return namespace === '' ? 'cluster' : 'namespace'
}

function whileOpen(answer: Answer, change: (by: number) => void): Answer {
  if (!('serve' in answer)) return answer
  return {
    ...answer,
    serve: async (sink) => {
      change(1)
      try {
        await answer.serve(sink)
      } finally {
        change(-1)
      }
    },
  }
}
