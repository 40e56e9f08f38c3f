import { mapAt, numberAt } from '#kinds'
import { type JsonObject, textAt } from '#kube'
import { selectorText } from '../policy/selector-text.ts'
import { milliOf, milliText } from './amount.ts'
import { MetricFault, type MetricFaultCode, wordsOf } from './fault.ts'
import type { Described, MetricsSource, Named } from './metrics-source.ts'
import { forAverage, forShare, forUtilization, forValue, type Proposal, type Scaled } from './replicas.ts'
import { requestsOf } from './requests.ts'
import { selectorQuery } from './selector-query.ts'

/** What a metric is measured with. */
export interface Measuring extends Scaled {
  readonly namespace: string
  /** The label selector of the pods, as text. */
  readonly selector: string
  /** As many pods as there are now. */
  readonly present: number
  readonly source: MetricsSource
  /** The resource of a kind: `services`, `ingresses.networking.k8s.io`. Throws Error for a kind that is not served. */
  resourceOf(apiVersion: string, kind: string): Promise<string>
}

/** What a metric asks for. */
export interface Answered {
  readonly replicas: number
  /** What the reason of a rescale calls it. */
  readonly name: string
  /** The row of `status.currentMetrics`. */
  readonly status: JsonObject
}

/** Asks one metric of an autoscaler. Throws MetricFault. Source: kubernetes podautoscaler `computeReplicasForMetric`. */
export async function measure(metric: JsonObject, measuring: Measuring): Promise<Answered> {
  const row = ROWS[textAt(metric, 'type')]
  if (row === undefined) {
    throw new MetricFault(
      'InvalidMetricSourceType',
      `unknown metric source type ${JSON.stringify(metric['type'] ?? '')}`,
    )
  }
  const spec = mapAt(metric, row.field)
  try {
    return await row.ask(spec, measuring)
  } catch (error) {
    throw new MetricFault(row.code, wordsOf(error))
  }
}

/** What the failure of a metric is called among those of all metrics. */
export function failureWords(metric: JsonObject, words: string): string {
  const type = textAt(metric, 'type')
  const row = ROWS[type]
  return row === undefined ? words : `failed to get ${row.title(mapAt(metric, row.field))} metric value: ${words}`
}

interface Row {
  readonly field: string
  readonly code: MetricFaultCode
  title(spec: JsonObject): string
  /** Throws Error. */
  ask(spec: JsonObject, measuring: Measuring): Promise<Answered>
}

const ROWS: Readonly<Record<string, Row>> = {
  Resource: {
    field: 'resource',
    code: 'FailedGetResourceMetric',
    title: (spec) => `${textAt(spec, 'name')} resource`,
    ask: (spec, measuring) => askResource(spec, { type: 'Resource', field: 'resource' }, measuring),
  },
  ContainerResource: {
    field: 'containerResource',
    code: 'FailedGetContainerResourceMetric',
    title: (spec) => `${textAt(spec, 'name')} container`,
    ask: (spec, measuring) => askResource(spec, { type: 'ContainerResource', field: 'containerResource' }, measuring),
  },
  Pods: { field: 'pods', code: 'FailedGetPodsMetric', title: () => 'pods', ask: askPods },
  Object: { field: 'object', code: 'FailedGetObjectMetric', title: () => 'object', ask: askObject },
  External: {
    field: 'external',
    code: 'FailedGetExternalMetric',
    title: (spec) => `${textAt(mapAt(spec, 'metric'), 'name')} external`,
    ask: askExternal,
  },
}

async function askResource(
  spec: JsonObject,
  { type, field }: { readonly type: string; readonly field: string },
  measuring: Measuring,
): Promise<Answered> {
  const [resource, container] = [textAt(spec, 'name'), textAt(spec, 'container')]
  const target = mapAt(spec, 'target')
  const [average, percent] = [milliOf(target['averageValue']), numberAt(target, 'averageUtilization')]
  if (average === undefined && percent === undefined) {
    throw new Error(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    )
  }
  const proposal = await within(
    `failed to get ${resource} ${average === undefined ? 'utilization' : 'usage'}`,
    async () => {
      const asked = { namespace: measuring.namespace, selector: measuring.selector }
      const usages = await within(`unable to get metrics for resource ${resource}`, () =>
        measuring.source.resource(resource, container, asked),
      )
      if (average !== undefined) return forAverage({ usages, resource }, average, measuring)
      const requests = requestsOf(measuring.pods, resource, container)
      return forUtilization({ usages, resource }, { percent: percent ?? 0, requests }, measuring)
    },
  )
  const kind = type === 'Resource' ? 'resource' : 'container resource'
  return {
    replicas: proposal.replicas,
    name: average === undefined ? `${resource} ${kind} utilization (percentage of request)` : `${resource} resource`,
    status: {
      type,
      [field]: {
        name: resource,
        ...(container !== '' && { container }),
        current: {
          ...(proposal.percent !== undefined && { averageUtilization: proposal.percent }),
          averageValue: milliText(proposal.milli),
        },
      },
    },
  }
}

async function askPods(spec: JsonObject, measuring: Measuring): Promise<Answered> {
  const metric = namedIn(spec)
  const usages = await within(`unable to get metric ${metric.metric}`, () =>
    measuring.source.pods(metric, { namespace: measuring.namespace, selector: measuring.selector }),
  )
  const target = milliOf(mapAt(spec, 'target')['averageValue']) ?? 0
  const proposal = forAverage({ usages, resource: '' }, target, measuring)
  const current = { averageValue: milliText(proposal.milli) }
  return answered(proposal, `pods metric ${metric.metric}`, { type: 'Pods', pods: { ...identityOf(spec), current } })
}

async function askObject(spec: JsonObject, measuring: Measuring): Promise<Answered> {
  const metric = namedIn(spec)
  const described = mapAt(spec, 'describedObject')
  const target = mapAt(spec, 'target')
  const [isValue, isAverage] = [target['type'] === 'Value', target['type'] === 'AverageValue']
  if (!isValue && !isAverage)
    throw new Error('invalid object metric source: neither a value target nor an average value target was set')
  const [kind, name] = [textAt(described, 'kind'), textAt(described, 'name')]
  const used = await within(
    `unable to get metric ${metric.metric}: ${kind} on ${measuring.namespace} ${name}`,
    async () => measuring.source.object(metric, await placeOf(described, measuring)),
    '/',
  )
  const proposal = isValue
    ? forValue(used, milliOf(target['value']) ?? 0, measuring)
    : forShare(used, milliOf(target['averageValue']) ?? 0, measuring)
  const current = { [isValue ? 'value' : 'averageValue']: milliText(proposal.milli) }
  const object = { describedObject: described, ...identityOf(spec), current }
  const words = isValue
    ? `${kind} metric ${metric.metric}`
    : `external metric ${metric.metric}(${selectorText(mapAt(spec, 'metric')['selector'])})`
  return answered(proposal, words, { type: 'Object', object })
}

async function askExternal(spec: JsonObject, measuring: Measuring): Promise<Answered> {
  const metric = namedIn(spec)
  const target = mapAt(spec, 'target')
  const [average, value] = [milliOf(target['averageValue']), milliOf(target['value'])]
  if (average === undefined && value === undefined)
    throw new Error('invalid external metric source: neither a value target nor an average value target was set')
  const words = selectorText(mapAt(spec, 'metric')['selector'])
  const head =
    average === undefined
      ? `failed to get external metric ${metric.metric}`
      : `failed to get ${metric.metric} external metric`
  const proposal = await within(head, async () => {
    const used = await within(`unable to get external metric ${measuring.namespace}/${metric.metric}/${words}`, () =>
      measuring.source.external(metric, measuring.namespace),
    )
    return average === undefined ? forValue(used, value ?? 0, measuring) : forShare(used, average, measuring)
  })
  const current = { [average === undefined ? 'value' : 'averageValue']: milliText(proposal.milli) }
  const external = { ...identityOf(spec), current }
  return answered(proposal, `external metric ${metric.metric}(${words})`, { type: 'External', external })
}

function answered({ replicas }: Proposal, name: string, status: JsonObject): Answered {
  return { replicas, name, status }
}

function namedIn(spec: JsonObject): Named {
  const metric = mapAt(spec, 'metric')
  return { metric: textAt(metric, 'name'), selector: selectorQuery(metric['selector']) }
}

function identityOf(spec: JsonObject): JsonObject {
  const { name = '', selector } = mapAt(spec, 'metric')
  return { metric: { name, ...(selector !== undefined && { selector }) } }
}

async function placeOf(described: JsonObject, { namespace, resourceOf }: Measuring): Promise<Described> {
  const resource = await resourceOf(textAt(described, 'apiVersion'), textAt(described, 'kind'))
  return { namespace, resource, name: textAt(described, 'name') }
}

/** Says what was being done before what went wrong. */
async function within<T>(what: string, work: () => T | Promise<T>, joint = ': '): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new Error(`${what}${joint}${wordsOf(error)}`, { cause: error })
  }
}
