import type { Json, JsonObject, KubeObject } from '#kube'
import { asMap, isSet, mapAt, mapsAt, textAt } from '../read.ts'

/** An autoscaler of version v1 as v2 tells it; what v1 has no field for comes from its annotations. */
export function autoscalerToV2(old: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: target, ...spec } = mapAt(old, 'spec')
  const { currentCPUUtilizationPercentage: current, ...status } = mapAt(old, 'status')
  const kept = (name: keyof typeof annotations) => read(old, annotations[name])
  const metrics = [...listOf(target === undefined ? undefined : processorTarget(target)), ...listOf(kept('metrics'))]
  const currentMetrics = [
    ...listOf(current === undefined ? undefined : processorUse(current)),
    ...listOf(kept('currentMetrics')),
  ]
  const behavior = kept('behavior')
  return {
    ...old,
    apiVersion: 'autoscaling/v2',
    metadata: withoutAnnotations(old),
    spec: { ...spec, ...(metrics.length > 0 && { metrics }), ...(behavior !== undefined && { behavior }) },
    status: {
      ...status,
      ...(currentMetrics.length > 0 && { currentMetrics }),
      ...(kept('conditions') !== undefined && { conditions: kept('conditions') ?? null }),
    },
  }
}

/** An autoscaler of version v2 as v1 tells it; what v1 has no field for goes into annotations. */
export function autoscalerFromV2(object: KubeObject): KubeObject {
  const { metrics: _, behavior, ...spec } = mapAt(object, 'spec')
  const { currentMetrics: __, conditions, ...status } = mapAt(object, 'status')
  const targets = mapsAt(mapAt(object, 'spec'), 'metrics')
  const uses = mapsAt(mapAt(object, 'status'), 'currentMetrics')
  const [target, use] = [targets.find(isProcessorTarget), uses.find(isProcessorUse)]
  const utilization = target === undefined ? undefined : mapAt(target, 'resource', 'target')['averageUtilization']
  const current = use === undefined ? undefined : mapAt(use, 'resource', 'current')['averageUtilization']
  const kept = {
    metrics: restOf(targets, target),
    currentMetrics: restOf(uses, use),
    behavior,
    conditions: Array.isArray(conditions) && conditions.length > 0 ? conditions : undefined,
  }
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: withAnnotations(object, kept),
    spec: { ...spec, ...(utilization !== undefined && { targetCPUUtilizationPercentage: utilization }) },
    status: { ...status, ...(current !== undefined && { currentCPUUtilizationPercentage: current }) },
  }
}

const annotations = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
} as const

function processorTarget(percent: Json): JsonObject {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } }
}

function processorUse(percent: Json): JsonObject {
  return { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: percent, averageValue: '0' } } }
}

function isProcessorTarget(metric: JsonObject): boolean {
  const resource = mapAt(metric, 'resource')
  return (
    metric['type'] === 'Resource' &&
    resource['name'] === 'cpu' &&
    isSet(mapAt(resource, 'target'), 'averageUtilization')
  )
}

function isProcessorUse(metric: JsonObject): boolean {
  const resource = mapAt(metric, 'resource')
  return (
    metric['type'] === 'Resource' &&
    resource['name'] === 'cpu' &&
    isSet(mapAt(resource, 'current'), 'averageUtilization')
  )
}

function restOf(all: readonly JsonObject[], taken: JsonObject | undefined): JsonObject[] | undefined {
  const rest = all.filter((each) => each !== taken)
  return rest.length > 0 ? rest : undefined
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** An annotation that is broken counts as none. */
function read(object: KubeObject, annotation: string): Json | undefined {
  const text = textAt(mapAt(object.metadata, 'annotations'), annotation)
  try {
    return text === '' ? undefined : (JSON.parse(text) as Json)
  } catch {
    return undefined
  }
}

function withoutAnnotations(object: KubeObject): KubeObject['metadata'] {
  if (!isSet(asMap(object.metadata), 'annotations')) return object.metadata
  const ours: readonly string[] = Object.values(annotations)
  const rest = Object.entries(mapAt(object.metadata, 'annotations')).filter(([key]) => !ours.includes(key))
  const { annotations: _, ...metadata } = object.metadata
  return rest.length === 0
    ? (metadata as KubeObject['metadata'])
    : { ...object.metadata, annotations: Object.fromEntries(rest) }
}

function withAnnotations(
  object: KubeObject,
  kept: Readonly<Record<keyof typeof annotations, Json | undefined>>,
): KubeObject['metadata'] {
  const added = (Object.keys(annotations) as (keyof typeof annotations)[]).flatMap((name) => {
    const value = kept[name]
    return value === undefined ? [] : [[annotations[name], JSON.stringify(value)] as const]
  })
  if (added.length === 0) return object.metadata
  const before = mapAt(object.metadata, 'annotations')
  return { ...object.metadata, annotations: { ...before, ...Object.fromEntries(added) } }
}
