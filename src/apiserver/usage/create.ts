import { type Kind, kindTable } from '#kinds'
import {
  type Clock,
  genericNotFound,
  type JsonObject,
  type KubeObject,
  type LabelSelector,
  methodNotAllowed,
  notFound,
  parseFieldSelector,
  parseLabelSelector,
  textAt,
} from '#kube'
import { objectAnswer } from '../codec/answer.ts'
import { negotiate, plainOffer } from '../codec/media.ts'
import type { Answer, ApiRequest, RequestContext, RequestInfo } from '../contract/http.ts'
import type { Registry } from '../contract/registry.ts'
import type { RemoteVersion } from '../discovery/groups.ts'
import type { ForeignVersions } from '../discovery/handlers.ts'
import { listOf, type Measured, metricValue, nodeMetrics, podMetrics } from './documents.ts'
import { createSampler, type PodSample, type Sampler } from './sampler.ts'
import type { UsageSource } from './source.ts'

const RESOURCES = 'metrics.k8s.io/v1beta1'
const CUSTOM = 'custom.metrics.k8s.io/v1beta2'

/** Custom metrics of pods: bytes a second over the network. */
const METRICS: Readonly<Record<string, (sample: PodSample) => number>> = {
  network_receive_bytes_per_second: ({ receiveBytes }) => receiveBytes,
  network_transmit_bytes_per_second: ({ sendBytes }) => sendBytes,
}

/** With what usage is told. */
export interface UsageOptions {
  readonly registry: Registry
  readonly clock: Clock
  readonly source: UsageSource
}

/**
 * The metrics API of pods and nodes, and custom metrics of what pods receive and send, beside what other servers serve.
 * Source: metrics-server, custom-metrics-apiserver.
 */
export function withUsage(foreign: ForeignVersions, options: UsageOptions): ForeignVersions {
  const own = [resourceVersion(), customVersion()]
  const desk: Desk = { ...options, sampler: createSampler(options.source, options.clock) }
  let [shown, all]: [readonly RemoteVersion[] | undefined, readonly RemoteVersion[]] = [undefined, own]
  return {
    handler: (request, context) => {
      const group = groupOf(request, context.info)
      const serve = group === RESOURCES ? resources : group === CUSTOM ? custom : undefined
      return serve === undefined ? foreign.handler(request, context) : answered(desk, serve, request, context)
    },
    versions: () => {
      const others = foreign.versions()
      if (others === shown) return all
      // a server that somebody installed knows better
      const free = own.filter(({ group }) => !others.some((other) => other.group === group))
      shown = others
      all = [...others, ...free]
      return all
    },
  }
}

interface Desk extends UsageOptions {
  readonly sampler: Sampler
}

type Serve = (desk: Desk, request: ApiRequest, info: RequestInfo) => Promise<JsonObject>

function groupOf({ path }: ApiRequest, { isResource, group, version }: RequestInfo): string {
  if (isResource) return `${group}/${version}`
  const [root = '', named = '', at = ''] = path.split('/').filter((part) => part !== '')
  return root === 'apis' ? `${named}/${at}` : ''
}

async function answered(desk: Desk, serve: Serve, request: ApiRequest, context: RequestContext): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed()
  const media = negotiate(request, plainOffer)
  const { info } = context
  const body = info.resource === '' ? resourceList(groupOf(request, info)) : await serve(desk, request, info)
  return await objectAnswer(200, body, media)
}

async function resources(desk: Desk, { query }: ApiRequest, info: RequestInfo): Promise<JsonObject> {
  const { resource, name, namespace } = info
  if (info.subresource !== '' || (resource !== 'pods' && resource !== 'nodes')) throw genericNotFound()
  const isNode = resource === 'nodes'
  if (name !== '') {
    const [item] = await (isNode ? measuredNodes : measuredPodList)(
      desk,
      one(desk, { kind: isNode ? nodes : pods, namespace, name }),
    )
    if (item === undefined)
      throw notFound({ group: 'metrics.k8s.io', resource }, namespace === '' ? name : `${namespace}/${name}`)
    return { kind: isNode ? 'NodeMetrics' : 'PodMetrics', apiVersion: RESOURCES, ...item }
  }
  const found = selected(desk, isNode ? nodes : pods, { namespace, query })
  const items = await (isNode ? measuredNodes : measuredPodList)(desk, found)
  return listOf(isNode ? 'NodeMetricsList' : 'PodMetricsList', RESOURCES, items)
}

async function custom(desk: Desk, { query }: ApiRequest, info: RequestInfo): Promise<JsonObject> {
  const { resource, name, namespace, subresource: metric } = info
  const read = Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined
  if (resource !== 'pods' || read === undefined) {
    const words = `the server could not find the metric ${metric} for ${resource}${name === '*' ? '' : ` ${name}`}`
    throw notFound({ group: 'custom.metrics.k8s.io', resource }, words)
  }
  const found = name === '*' ? selected(desk, pods, { namespace, query }) : one(desk, { kind: pods, namespace, name })
  const measured = await measuredPods(desk, found)
  return listOf(
    'MetricValueList',
    CUSTOM,
    measured.map((item) => metricValue(item, metric, read(item.sample))),
  )
}

const pods = kindNamed('pods')
const nodes = kindNamed('nodes')

function kindNamed(plural: string): Kind {
  const found = kindTable.find((kind) => kind.group === '' && kind.plural === plural)
  if (found === undefined) throw new TypeError(`kind table – no ${plural} – expected the core group`)
  return found
}

interface Place {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
}

function one({ registry }: Desk, { kind, namespace, name }: Place): readonly KubeObject[] {
  const found = registry.read(kind, namespace, name)
  return found === undefined ? [] : [found]
}

function selected(
  { registry }: Desk,
  kind: Kind,
  { namespace, query }: { readonly namespace: string; readonly query: URLSearchParams },
): readonly KubeObject[] {
  const labels: LabelSelector = parseLabelSelector(query.get('labelSelector') ?? '')
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '')
  const all = namespace === '' ? registry.readAll(kind) : registry.readAll(kind, namespace)
  return all.filter(
    (object) =>
      labels.matches(object.metadata['labels'] as Readonly<Record<string, string>> | undefined) &&
      fields.matches((field) => textAt(object, ...field.split('.'))),
  )
}

async function measuredPods({ sampler }: Desk, found: readonly KubeObject[]): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  for (const pod of found) {
    const sample = await sampler.sample(pod)
    if (sample !== undefined) measured.push({ pod, sample })
  }
  return measured
}

async function measuredPodList(desk: Desk, found: readonly KubeObject[]): Promise<readonly JsonObject[]> {
  return (await measuredPods(desk, found)).map(podMetrics)
}

async function measuredNodes(desk: Desk, found: readonly KubeObject[]): Promise<readonly JsonObject[]> {
  // a node that nobody tells of is none that uses nothing
  const known = found.filter(({ metadata }) => desk.source.knows(metadata.name))
  const names = new Set(known.map(({ metadata }) => metadata.name))
  const here = desk.registry.readAll(pods).filter((pod) => names.has(textAt(pod, 'spec', 'nodeName')))
  const byNode = Map.groupBy(await measuredPods(desk, here), ({ pod }) => textAt(pod, 'spec', 'nodeName'))
  return known.map((node) => nodeMetrics(node, byNode.get(node.metadata.name) ?? [], desk.clock.now()))
}

function resourceVersion(): RemoteVersion {
  const [group = '', version = ''] = RESOURCES.split('/')
  const item = (resource: string, kind: string, scope: string): JsonObject => ({
    resource,
    responseKind: { group, version, kind },
    scope,
    singularResource: resource.slice(0, -1),
    verbs: ['get', 'list'],
  })
  const items = [item('nodes', 'NodeMetrics', 'Cluster'), item('pods', 'PodMetrics', 'Namespaced')]
  return { group, version, priority: { group: 100, version: 100 }, resources: items, isStale: false }
}

function customVersion(): RemoteVersion {
  const [group = '', version = ''] = CUSTOM.split('/')
  const resources = Object.keys(METRICS).map((metric) => ({
    resource: `pods/${metric}`,
    responseKind: { group, version, kind: 'MetricValueList' },
    scope: 'Namespaced',
    singularResource: '',
    verbs: ['get'],
  }))
  return { group, version, priority: { group: 100, version: 200 }, resources, isStale: false }
}

/** APIResourceList of one of the versions. */
function resourceList(groupVersion: string): JsonObject {
  const { resources: items } = groupVersion === RESOURCES ? resourceVersion() : customVersion()
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: items.map(({ resource, responseKind, scope, singularResource, verbs }) => ({
      name: resource ?? '',
      singularName: singularResource ?? '',
      namespaced: scope === 'Namespaced',
      kind: textAt(responseKind as JsonObject, 'kind'),
      verbs: verbs ?? [],
    })),
  }
}
