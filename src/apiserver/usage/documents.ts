import { type JsonObject, type KubeObject, timeText } from '#kube'
import type { PodSample } from './sampler.ts'

/** A pod with what it uses. */
export interface Measured {
  readonly pod: KubeObject
  readonly sample: PodSample
}

/** PodMetrics (metrics.k8s.io/v1beta1). */
export function podMetrics({ pod, sample }: Measured): JsonObject {
  return {
    metadata: metadataOf(pod, sample.atMs),
    timestamp: timeText(sample.atMs),
    window: windowText(sample.windowMs),
    containers: sample.containers.map(({ name, cpuNanoCores, memoryBytes }) => ({
      name,
      usage: usageText(cpuNanoCores, memoryBytes),
    })),
  }
}

/** NodeMetrics: what the pods of a node use together. */
export function nodeMetrics(node: KubeObject, pods: readonly Measured[], nowMs: number): JsonObject {
  const containers = pods.flatMap(({ sample }) => sample.containers)
  const cpu = containers.reduce((sum, { cpuNanoCores }) => sum + cpuNanoCores, 0)
  const memory = containers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
  return {
    metadata: metadataOf(node, nowMs),
    timestamp: timeText(nowMs),
    window: windowText(Math.max(1000, ...pods.map(({ sample }) => sample.windowMs))),
    usage: usageText(cpu, memory),
  }
}

/** MetricValue of a pod (custom.metrics.k8s.io/v1beta2). */
export function metricValue({ pod, sample }: Measured, metric: string, value: number): JsonObject {
  const { name, namespace = '' } = pod.metadata
  return {
    describedObject: { kind: 'Pod', namespace, name, apiVersion: '/v1' },
    metric: { name: metric, selector: null },
    timestamp: timeText(sample.atMs),
    windowSeconds: Math.round(sample.windowMs / 1000),
    value: String(value),
  }
}

/** A list of one of the kinds. */
export function listOf(kind: string, groupVersion: string, items: readonly JsonObject[]): JsonObject {
  return { kind, apiVersion: groupVersion, metadata: {}, items: [...items] }
}

function metadataOf({ metadata }: KubeObject, nowMs: number): JsonObject {
  const { name, namespace, labels } = metadata
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    creationTimestamp: timeText(nowMs),
    ...(labels !== undefined && { labels }),
  }
}

function usageText(cpuNanoCores: number, memoryBytes: number): JsonObject {
  return { cpu: cpuNanoCores === 0 ? '0' : `${cpuNanoCores}n`, memory: `${Math.ceil(memoryBytes / 1024)}Ki` }
}

function windowText(windowMs: number): string {
  return `${Number((windowMs / 1000).toFixed(3))}s`
}
