import type { JsonObject, KubeObject } from '#kube'
import { createClusterState } from '../cluster/cluster-state.ts'
import type { Listed } from '../cluster/listed.ts'
import { createMemory } from '../cycle/memory.ts'
import { podInfoOf } from '../pod/pod-info.ts'
import { type Cycle, isRejection, type Plugin } from './plugin.ts'

/** A cluster for one decision. */
export interface Scene {
  readonly nodes: readonly KubeObject[]
  readonly placed?: readonly KubeObject[]
  readonly listed?: Partial<Listed>
}

/** An object with a name. */
export function objectOf(kind: string, name: string, rest: JsonObject = {}, metadata: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'n', uid: name, ...metadata }, ...rest }
}

/** A pod in the namespace `n`. */
export function podOf(name: string, spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return objectOf('Pod', name, { spec }, metadata)
}

/** A node with labels. */
export function nodeOf(name: string, labels: JsonObject = {}, rest: JsonObject = {}): KubeObject {
  return objectOf('Node', name, rest, { labels: { 'kubernetes.io/hostname': name, ...labels } })
}

/** The cycle of a pod in a scene. */
export function cycleOf(pod: KubeObject, { nodes, placed = [], listed = {} }: Scene): Cycle {
  const state = createClusterState({ labelsOf: () => ({}), names: () => ['n'] })
  for (const node of nodes) state.setNode(node.metadata.name, node)
  for (const other of placed)
    state.addPod(podInfoOf(other), String((other['spec'] as JsonObject)['nodeName'] as string))
  const info = podInfoOf(pod)
  return { pod: info, state, listed: { ...nothingListed, ...listed }, known: createMemory().of(info, 'test') }
}

/** What a plugin says of every node; one text when it is of all. */
export function verdicts(plugin: Plugin, cycle: Cycle): string | readonly string[] {
  const filter = plugin.filter?.(cycle)
  if (filter === undefined) return 'nothing to say'
  if (isRejection(filter)) return filter.reasons.join(', ')
  return cycle.state.nodes().map((node) => filter.check(node)?.reasons.join(', ') ?? 'fits')
}

/** What a plugin says the nodes are worth. */
export function scoresOf(plugin: Plugin, cycle: Cycle): readonly number[] {
  const nodes = cycle.state.nodes()
  const score = plugin.score?.(cycle, nodes)
  if (score === undefined) return nodes.map(() => 0)
  const values = nodes.map((node) => score.of(node))
  score.normalize?.(values, nodes)
  return values
}

const nothingListed: Listed = {
  claim: () => undefined,
  volume: () => undefined,
  volumes: () => [],
  reservedVolumes: () => [],
  storageClass: () => undefined,
  csiNode: () => undefined,
  csiDriver: () => undefined,
  capacities: () => [],
  attachments: () => [],
  services: () => [],
  budgets: () => [],
  workload: () => undefined,
}
