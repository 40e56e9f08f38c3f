import type { Client } from '#client'
import { mapAt, mapsAt } from '#kinds'
import { type JsonObject, parseGoDuration, StatusError, textAt } from '#kube'
import { milliOf } from './amount.ts'
import { wordsOf } from './fault.ts'
import type { PodUsage, Usages } from './usage.ts'

const RESOURCES = '/apis/metrics.k8s.io/v1beta1'
const CUSTOM = '/apis/custom.metrics.k8s.io'
const EXTERNAL = '/apis/external.metrics.k8s.io/v1beta1'
/** Samples that do not say so were taken over a minute. */
const WINDOW_MS = 60_000

/** Pods whose usage is asked for. */
export interface Asked {
  readonly namespace: string
  /** A label selector as text. */
  readonly selector: string
}

/** The object a metric belongs to. */
export interface Described {
  readonly namespace: string
  /** `services`, `ingresses.networking.k8s.io`. */
  readonly resource: string
  readonly name: string
}

/** A metric and the labels of its series; none where empty. */
export interface Named {
  readonly metric: string
  readonly selector: string
}

/** Reads the three APIs of metrics. Everything throws Error in the words of the real controller. */
export interface MetricsSource {
  /** CPU or memory of pods; of one of their containers where it is named. */
  resource(resource: string, container: string, asked: Asked): Promise<Usages>
  /** A custom metric of each pod. */
  pods(metric: Named, asked: Asked): Promise<Usages>
  /** A custom metric of one object, in thousandths. */
  object(metric: Named, described: Described): Promise<number>
  /** A metric that belongs to no object: its series summed up, in thousandths. */
  external(metric: Named, namespace: string): Promise<number>
}

/** Over the client of a cluster. Source: kubernetes podautoscaler/metrics, k8s.io/metrics clients. */
export function createMetricsSource(client: Client): MetricsSource {
  const custom = createCustomApi(client)
  return {
    resource: async (resource, container, { namespace, selector }) => {
      const path = `${RESOURCES}/namespaces/${namespace}/pods${query({ labelSelector: selector })}`
      const items = await itemsAt(client, path, RESOURCE_API)
      if (items.length === 0) throw new Error('no metrics returned from resource metrics API')
      return usagesOf(items, (item) => (container === '' ? wholeOf(item, resource) : oneOf(item, resource, container)))
    },
    pods: async ({ metric, selector: metricLabelSelector }, { namespace, selector: labelSelector }) => {
      const path = `namespaces/${namespace}/pods/*/${metric}${query({ labelSelector, metricLabelSelector })}`
      const items = await custom(path)
      if (items.length === 0) throw new Error('no metrics returned from custom metrics API')
      return new Map(
        items.map((item) => [textAt(mapAt(item, 'describedObject'), 'name'), sampleOf(item, valueIn(item))]),
      )
    },
    object: async ({ metric, selector: metricLabelSelector }, { namespace, resource, name }) => {
      const isNamespace = resource === 'namespaces'
      const at = isNamespace ? `namespaces/${name}/metrics` : `namespaces/${namespace}/${resource}/${name}`
      const [item] = await custom(`${at}/${metric}${query({ metricLabelSelector })}`)
      if (item === undefined) throw new Error('unable to fetch metrics from custom metrics API: no value was returned')
      return valueIn(item)
    },
    external: async ({ metric, selector: labelSelector }, namespace) => {
      const path = `${EXTERNAL}/namespaces/${namespace}/${metric}${query({ labelSelector })}`
      const items = await itemsAt(client, path, { name: 'external', asked: `${metric}.external.metrics.k8s.io` })
      if (items.length === 0) throw new Error('no metrics returned from external metrics API')
      return items.reduce((sum, item) => sum + valueIn(item), 0)
    },
  }
}

interface Api {
  readonly name: string
  /** What is named where the API is not there. */
  readonly asked: string
}

const RESOURCE_API: Api = { name: 'resource', asked: 'pods.metrics.k8s.io' }

/** The version that is served is looked up once. */
function createCustomApi(client: Client): (path: string) => Promise<readonly JsonObject[]> {
  let version: string | undefined
  return async (path) => {
    version ??= await servedVersion(client)
    if (version === undefined) {
      const words = 'no custom metrics API (custom.metrics.k8s.io) registered'
      throw new Error(`unable to fetch metrics from custom metrics API: ${words}`)
    }
    return itemsAt(client, `${CUSTOM}/${version}/${path}`, { name: 'custom', asked: 'custom.metrics.k8s.io' })
  }
}

async function servedVersion(client: Client): Promise<string | undefined> {
  try {
    const group = await client.raw({ method: 'GET', path: CUSTOM })
    const served = mapsAt(group, 'versions').map((version) => textAt(version, 'version'))
    return ['v1beta2', 'v1beta1'].find((version) => served.includes(version))
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 404) return undefined
    throw new Error(`unable to fetch metrics from custom metrics API: ${wordsOf(error)}`, { cause: error })
  }
}

async function itemsAt(client: Client, path: string, { name, asked }: Api): Promise<readonly JsonObject[]> {
  try {
    return mapsAt(await client.raw({ method: 'GET', path }), 'items')
  } catch (error) {
    // whoever answers for paths that nobody serves says nothing of what was asked
    const isAbsent =
      error instanceof StatusError && error.status.code === 404 && error.status.details?.kind === undefined
    const words = isAbsent ? `the server could not find the requested resource (get ${asked})` : wordsOf(error)
    throw new Error(`unable to fetch metrics from ${name} metrics API: ${words}`, { cause: error })
  }
}

function query(fields: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== '')
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}

function usagesOf(items: readonly JsonObject[], milliIn: (item: JsonObject) => number | undefined): Usages {
  const usages = new Map<string, PodUsage>()
  for (const item of items) {
    const milli = milliIn(item)
    if (milli !== undefined) usages.set(textAt(mapAt(item, 'metadata'), 'name'), sampleOf(item, milli))
  }
  return usages
}

/** Undefined where one of the containers says nothing: half a pod is no pod. */
function wholeOf(item: JsonObject, resource: string): number | undefined {
  let sum = 0
  for (const container of mapsAt(item, 'containers')) {
    const milli = milliOf(mapAt(container, 'usage')[resource])
    if (milli === undefined) return undefined
    sum += milli
  }
  return sum
}

function oneOf(item: JsonObject, resource: string, name: string): number | undefined {
  const container = mapsAt(item, 'containers').find((one) => one['name'] === name)
  if (container !== undefined) return milliOf(mapAt(container, 'usage')[resource])
  const at = mapAt(item, 'metadata')
  throw new Error(
    `failed to get container metrics: container ${name} not present in metrics for pod ${textAt(at, 'namespace')}/${textAt(at, 'name')}`,
  )
}

function valueIn(item: JsonObject): number {
  return milliOf(item['value']) ?? 0
}

function sampleOf(item: JsonObject, milli: number): PodUsage {
  const windowSeconds = item['windowSeconds']
  const told = typeof windowSeconds === 'number' ? windowSeconds * 1000 : parseGoDuration(textAt(item, 'window'))
  return { milli, atMs: Date.parse(textAt(item, 'timestamp')), windowMs: told || WINDOW_MS }
}
