import type { JsonObject, KubeObject } from '#kube'
import { sameJson } from '#kube'
import { countPod, createNodeInfo, type NodeInfo, setNode } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import { spreadOverZones } from './node-order.ts'
import { type CountOf, createPodCount, type PodCount } from './pod-count.ts'
import { createTermTable, type TermTable } from './term-table.ts'

/**
 * Nodes with the pods on them, and everything that decisions count about them. Each change is counted at once: no decision
 * walks over pods. Mutable; who tries something out takes it back before anybody else looks.
 */
export interface ClusterState {
  /** Nodes that are there, zone by zone in turn. */
  nodes(): readonly NodeInfo[]
  node(name: string): NodeInfo | undefined
  /** A node came or changed; undefined: it is gone. */
  setNode(name: string, object: KubeObject | undefined): void
  /** A pod is on a node from now on. */
  addPod(pod: PodInfo, nodeName: string): void
  /** A pod is no longer where it was. */
  removePod(uid: string): void
  /** A pod that is on a node, with the node. */
  placed(uid: string): { readonly pod: PodInfo; readonly node: NodeInfo } | undefined
  /** How many pods of a kind there are, and where. */
  count(of: CountOf): PodCount
  /** Nodes that have an image. */
  nodesWithImage(name: string): number
  readonly terms: { readonly antiAffinity: TermTable; readonly affinity: TermTable; readonly preferred: TermTable }
  /** Labels of a namespace, as they are now. */
  namespaceLabels(name: string): JsonObject
  /** Names of all namespaces. */
  namespaces(): readonly string[]
}

/** The namespaces there are. */
export interface Namespaces {
  labelsOf(name: string): JsonObject
  names(): readonly string[]
}

/** So many counts are kept up to date; the one not asked for the longest goes first. */
const MAX_COUNTS = 4096

/** An empty cluster. */
export function createClusterState(namespaces: Namespaces): ClusterState {
  return new State(namespaces)
}

class State implements ClusterState {
  readonly terms = { antiAffinity: createTermTable(), affinity: createTermTable(), preferred: createTermTable() }
  readonly #namespaces: Namespaces
  readonly #nodes = new Map<string, NodeInfo>()
  readonly #placed = new Map<string, { readonly pod: PodInfo; readonly node: NodeInfo }>()
  readonly #podsByNamespace = new Map<string, Set<string>>()
  readonly #images = new Map<string, number>()
  /** In the order of use. */
  readonly #counts = new Map<string, PodCount>()
  readonly #countsByNamespace = new Map<string, Set<PodCount>>()
  readonly #freeSlots: number[] = []
  #order: readonly NodeInfo[] | undefined

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces
  }

  nodes(): readonly NodeInfo[] {
    this.#order ??= spreadOverZones([...this.#nodes.values()].filter(({ object }) => object !== undefined))
    return this.#order
  }

  node(name: string): NodeInfo | undefined {
    const node = this.#nodes.get(name)
    return node?.object === undefined ? undefined : node
  }

  setNode(name: string, object: KubeObject | undefined): void {
    const node = this.#nodeAt(name)
    if (node.object === undefined || object === undefined) this.#order = undefined
    const hasMoved = !sameJson(node.labels, (object?.metadata['labels'] ?? {}) as JsonObject)
    if (hasMoved) {
      this.#order = undefined
      for (const pod of node.pods.values()) this.#countPlace(pod, node, -1)
    }
    this.#countImages(node, -1)
    setNode(node, object)
    this.#countImages(node, 1)
    if (hasMoved) for (const pod of node.pods.values()) this.#countPlace(pod, node, 1)
    this.#forgetEmpty(node)
  }

  addPod(pod: PodInfo, nodeName: string): void {
    this.removePod(pod.uid)
    const node = this.#nodeAt(nodeName)
    this.#placed.set(pod.uid, { pod, node })
    const present = this.#podsByNamespace.get(pod.namespace)
    if (present === undefined) this.#podsByNamespace.set(pod.namespace, new Set([pod.uid]))
    else present.add(pod.uid)
    countPod(node, pod, 1)
    this.#countPlace(pod, node, 1)
  }

  removePod(uid: string): void {
    const found = this.#placed.get(uid)
    if (found === undefined) return
    const { pod, node } = found
    this.#placed.delete(uid)
    const others = this.#podsByNamespace.get(pod.namespace)
    others?.delete(uid)
    if (others?.size === 0) this.#podsByNamespace.delete(pod.namespace)
    countPod(node, pod, -1)
    this.#countPlace(pod, node, -1)
    this.#forgetEmpty(node)
  }

  placed(uid: string): { readonly pod: PodInfo; readonly node: NodeInfo } | undefined {
    return this.#placed.get(uid)
  }

  count(of: CountOf): PodCount {
    const present = this.#counts.get(of.key)
    if (present !== undefined) {
      this.#counts.delete(of.key)
      this.#counts.set(of.key, present)
      return present
    }
    const made = createPodCount(of, () => this.#nodes.values())
    for (const { pod, node } of this.#placedIn(of.namespaces)) made.change(pod, node, 1)
    this.#counts.set(of.key, made)
    for (const name of of.namespaces ?? [EVERYWHERE]) this.#countsIn(name).add(made)
    if (this.#counts.size > MAX_COUNTS) this.#dropOldestCount()
    return made
  }

  nodesWithImage(name: string): number {
    return this.#images.get(name) ?? 0
  }

  namespaceLabels(name: string): JsonObject {
    return this.#namespaces.labelsOf(name)
  }

  namespaces(): readonly string[] {
    return this.#namespaces.names()
  }

  #nodeAt(name: string): NodeInfo {
    const present = this.#nodes.get(name)
    if (present !== undefined) return present
    const made = createNodeInfo(name, this.#freeSlots.pop() ?? this.#nodes.size)
    this.#nodes.set(name, made)
    return made
  }

  #forgetEmpty(node: NodeInfo): void {
    if (node.object !== undefined || node.pods.size > 0 || !this.#nodes.delete(node.name)) return
    this.#freeSlots.push(node.slot)
  }

  /** What depends on where the pod's node is. */
  #countPlace(pod: PodInfo, node: NodeInfo, sign: 1 | -1): void {
    for (const name of [pod.namespace, EVERYWHERE]) {
      const counts = this.#countsByNamespace.get(name)
      if (counts !== undefined) for (const counted of counts) counted.change(pod, node, sign)
    }
    const { affinity, antiAffinity, preferred } = pod.affinity
    if (antiAffinity.length > 0) this.terms.antiAffinity.change(antiAffinity, node, sign)
    if (affinity.length > 0) this.terms.affinity.change(affinity, node, sign)
    if (preferred.length > 0) this.terms.preferred.change(preferred, node, sign)
  }

  #countImages(node: NodeInfo, by: number): void {
    for (const name of node.images.keys()) this.#images.set(name, (this.#images.get(name) ?? 0) + by)
  }

  *#placedIn(namespaces: readonly string[] | undefined): Generator<{ readonly pod: PodInfo; readonly node: NodeInfo }> {
    if (namespaces === undefined) return yield* this.#placed.values()
    for (const name of namespaces) {
      for (const uid of this.#podsByNamespace.get(name) ?? []) {
        const found = this.#placed.get(uid)
        if (found !== undefined) yield found
      }
    }
  }

  #countsIn(name: string): Set<PodCount> {
    const present = this.#countsByNamespace.get(name)
    if (present !== undefined) return present
    const made = new Set<PodCount>()
    this.#countsByNamespace.set(name, made)
    return made
  }

  #dropOldestCount(): void {
    const [oldest] = this.#counts.values()
    if (oldest === undefined) return
    this.#counts.delete(oldest.of.key)
    for (const name of oldest.of.namespaces ?? [EVERYWHERE]) this.#countsByNamespace.get(name)?.delete(oldest)
  }
}

/** Stands for all namespaces: no namespace has this name. */
const EVERYWHERE = ''
