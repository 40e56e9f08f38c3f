import { isTrue, listAt, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { type Amounts, addAmounts, noAmounts, readAmounts } from '../pod/amounts.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import { ANY_ADDRESS, type HostPort } from '../pod/ports.ts'

/** A node with what is on it. It changes with every pod that comes or goes. */
export interface NodeInfo {
  readonly name: string
  /** Place in arrays with an entry for each node. */
  readonly slot: number
  /** Undefined for a node that pods are on and that is not there. */
  object: KubeObject | undefined
  labels: JsonObject
  taints: readonly JsonObject[]
  isUnschedulable: boolean
  allocatable: Amounts
  maxPods: number
  /** Bytes by name of image. */
  images: ReadonlyMap<string, number>
  readonly pods: Map<string, PodInfo>
  readonly requested: Map<string, number>
  nonZeroCpuMillis: number
  nonZeroMemoryBytes: number
  /** Addresses in use by port, with the number of pods. */
  readonly ports: Map<string, Map<string, number>>
  /** Pods by claim, `namespace/name`. */
  readonly claims: Map<string, number>
  /** Another number after every change; no two nodes ever have the same. */
  generation: number
}

/** A node that is not there and has no pods. */
export function createNodeInfo(name: string, slot: number): NodeInfo {
  return {
    name,
    slot,
    object: undefined,
    labels: {},
    taints: [],
    isUnschedulable: false,
    allocatable: noAmounts,
    maxPods: 0,
    images: new Map(),
    pods: new Map(),
    requested: new Map(),
    nonZeroCpuMillis: 0,
    nonZeroMemoryBytes: 0,
    ports: new Map(),
    claims: new Map(),
    generation: nextGeneration(),
  }
}

let generations = 0

function nextGeneration(): number {
  generations++
  return generations
}

/** Reads the node's object into it (mutates); undefined: it is gone. */
export function setNode(node: NodeInfo, object: KubeObject | undefined): void {
  const spec = mapAt(object, 'spec')
  node.object = object
  node.labels = mapAt(object, 'metadata', 'labels')
  node.taints = mapsAt(spec, 'taints')
  node.isUnschedulable = isTrue(spec, 'unschedulable')
  node.allocatable = readAmounts(mapAt(object, 'status')['allocatable'])
  node.maxPods = node.allocatable.get('pods') ?? 0
  node.images = imagesOf(mapAt(object, 'status'))
  node.generation = nextGeneration()
}

/** Counts a pod on the node, or no longer (mutates). */
export function countPod(node: NodeInfo, pod: PodInfo, sign: 1 | -1): void {
  if (sign === 1) node.pods.set(pod.uid, pod)
  else node.pods.delete(pod.uid)
  addAmounts(node.requested, pod.requests.plain, sign)
  node.nonZeroCpuMillis += sign * pod.requests.nonZero.cpuMillis
  node.nonZeroMemoryBytes += sign * pod.requests.nonZero.memoryBytes
  for (const port of pod.ports) countPort(node, port, sign)
  for (const { name } of pod.volumes.claims) count(node.claims, `${pod.namespace}/${name}`, sign)
  node.generation = nextGeneration()
}

/** Whether a port of the node is taken. */
export function isPortTaken(node: NodeInfo, { port, address }: HostPort): boolean {
  const addresses = node.ports.get(port)
  if (addresses === undefined) return false
  return address === ANY_ADDRESS || addresses.has(address) || addresses.has(ANY_ADDRESS)
}

function countPort(node: NodeInfo, { port, address }: HostPort, sign: 1 | -1): void {
  const addresses = node.ports.get(port) ?? new Map<string, number>()
  count(addresses, address, sign)
  if (addresses.size === 0) node.ports.delete(port)
  else node.ports.set(port, addresses)
}

/** Adds to a count that is left out when it is 0 (mutates). */
export function count<K>(counts: Map<K, number>, key: K, by: number): void {
  const sum = (counts.get(key) ?? 0) + by
  if (sum === 0) counts.delete(key)
  else counts.set(key, sum)
}

function imagesOf(status: JsonObject): ReadonlyMap<string, number> {
  const images = new Map<string, number>()
  for (const image of mapsAt(status, 'images')) {
    const sizeBytes = numberAt(image, 'sizeBytes') ?? 0
    for (const name of listAt(image, 'names')) if (typeof name === 'string') images.set(name, sizeBytes)
  }
  return images
}

/** `region:\0:zone` of a node; empty when it tells neither. Source: component-helpers GetZoneKey. */
export function zoneOf({ labels }: NodeInfo): string {
  const zone = textAt(labels, 'topology.kubernetes.io/zone') || textAt(labels, 'failure-domain.beta.kubernetes.io/zone')
  const region =
    textAt(labels, 'topology.kubernetes.io/region') || textAt(labels, 'failure-domain.beta.kubernetes.io/region')
  return zone === '' && region === '' ? '' : `${region}:\0:${zone}`
}
