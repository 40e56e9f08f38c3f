import { textAt } from '#kinds'
import { type KubeObject, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'

/** What kinds of object a node may reach through its pods. */
export type Reachable =
  | 'secret'
  | 'configmap'
  | 'pvc'
  | 'pv'
  | 'serviceaccount'
  | 'volumeattachment'
  | 'resourceclaim'
  | 'resourceslice'
  | 'clustertrustbundle'

/** Which nodes need which objects, kept up to date from pods, volumes and attachments. */
export interface NodeGraph {
  isReachable(node: string, kind: Reachable, namespace: string, name: string): boolean
  close(): void
}

/** Observes pods, persistent volumes and volume attachments. Source: upstream plugin/pkg/auth/authorizer/node/graph.go. */
export function createNodeGraph(registry: Registry): NodeGraph {
  const needs = createNeeds()
  const volumes = new Map<string, readonly string[]>()
  const pods = createPods(registry, (place, pod) => needs.set(`pod ${place}`, pod && needsOfPod(pod)))
  const watched: readonly (readonly [string, string, (change: { object: KubeObject; gone: boolean }) => void])[] = [
    [
      'storage.k8s.io',
      'volumeattachments',
      ({ object, gone }) => needs.set(`va ${object.metadata.name}`, gone ? undefined : needsOfAttachment(object)),
    ],
    [
      'resource.k8s.io',
      'resourceslices',
      ({ object, gone }) => needs.set(`slice ${object.metadata.name}`, gone ? undefined : needsOfSlice(object)),
    ],
    ['', 'persistentvolumes', ({ object, gone }) => keepVolume(volumes, object, gone)],
  ]
  const stops = watched.map(([group, resource, apply]) => {
    const kind = registry.kinds.find(group, 'v1', resource)
    if (kind === undefined) return () => {}
    return registry.observe(kind, ({ object, type }) => apply({ object, gone: type === 'DELETED' }))
  })
  return {
    isReachable: (node, kind, namespace, name) => {
      pods.settle()
      if (needs.has(node, keyOf(kind, namespace, name))) return true
      if (kind !== 'pv' && kind !== 'secret') return false
      // A node reaches a volume by the claim bound to it, and the volume's secrets by the volume.
      const reaching = volumes.get(kind === 'pv' ? `pv ${name}` : keyOf('secret', namespace, name))
      return reaching?.some((claim) => needs.has(node, claim)) ?? false
    },
    close: () => [...stops, pods.close].forEach((stop) => stop()),
  }
}

/** Pods that changed since the last question: they change much more often than a node asks. */
interface Pods {
  /** Tells every pod that changed as it is now; undefined when it is gone. */
  settle(): void
  close(): void
}

function createPods(registry: Registry, tell: (place: string, pod: KubeObject | undefined) => void): Pods {
  const kind = registry.kinds.find('', 'v1', 'pods')
  if (kind === undefined) return { settle: () => {}, close: () => {} }
  const changed = new Set<string>()
  return {
    settle: () => {
      for (const place of changed) {
        const slash = place.indexOf('/')
        tell(place, registry.read(kind, place.slice(0, slash), place.slice(slash + 1)))
      }
      changed.clear()
    },
    close: registry.observe(kind, ({ key }) => void changed.add(key)),
  }
}

/** A slice belongs to the node that it names. */
function needsOfSlice(slice: KubeObject): NeedsOfNode | undefined {
  const node = valueAt(slice, 'spec', 'nodeName')
  return typeof node === 'string' ? { node, keys: [keyOf('resourceslice', '', slice.metadata.name)] } : undefined
}

interface NeedsOfNode {
  readonly node: string
  readonly keys: readonly string[]
}

/** Counts, for each node, how many sources need a key. */
interface Needs {
  set(source: string, needs: NeedsOfNode | undefined): void
  has(node: string, key: string): boolean
}

function createNeeds(): Needs {
  const bySource = new Map<string, NeedsOfNode>()
  const byNode = new Map<string, Map<string, number>>()
  const count = ({ node, keys }: NeedsOfNode, by: 1 | -1): void => {
    const counts = byNode.get(node) ?? new Map<string, number>()
    byNode.set(node, counts)
    for (const key of keys) {
      const next = (counts.get(key) ?? 0) + by
      if (next === 0) counts.delete(key)
      else counts.set(key, next)
    }
    if (counts.size === 0) byNode.delete(node)
  }
  return {
    has: (node, key) => byNode.get(node)?.has(key) ?? false,
    set: (source, needs) => {
      const old = bySource.get(source)
      if (old !== undefined) count(old, -1)
      if (needs === undefined) bySource.delete(source)
      else bySource.set(source, needs)
      if (needs !== undefined) count(needs, 1)
    },
  }
}

/** A space is in no name. */
function keyOf(kind: Reachable, namespace: string, name: string): string {
  return `${kind} ${namespace} ${name}`
}

function needsOfPod(pod: KubeObject): NeedsOfNode | undefined {
  const node = valueAt(pod, 'spec', 'nodeName')
  if (typeof node !== 'string' || node === '') return undefined
  // A mirror pod is made by the node itself, which could name any secret in it.
  if (valueAt(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined) return undefined
  const namespace = textAt(pod.metadata, 'namespace')
  const found = new Set<string>()
  const add = (kind: Reachable, name: unknown): void => {
    if (typeof name === 'string' && name !== '')
      found.add(keyOf(kind, kind === 'clustertrustbundle' ? '' : namespace, name))
  }
  add('serviceaccount', valueAt(pod, 'spec', 'serviceAccountName'))
  visitReferences(pod['spec'], add)
  for (const claim of listAt(pod, 'spec', 'volumes')) {
    if (field(claim, 'ephemeral') !== undefined) add('pvc', `${pod.metadata.name}-${String(field(claim, 'name'))}`)
  }
  for (const status of listAt(pod, 'status', 'resourceClaimStatuses'))
    add('resourceclaim', field(status, 'resourceClaimName'))
  return { node, keys: [...found] }
}

/** Names of fields that point to an object of the pod's namespace, and the key of the name inside them. */
const REFERENCES: ReadonlyMap<string, readonly [Reachable, string]> = new Map([
  ['secretRef', ['secret', 'name']],
  ['secretKeyRef', ['secret', 'name']],
  ['nodePublishSecretRef', ['secret', 'name']],
  ['configMapRef', ['configmap', 'name']],
  ['configMapKeyRef', ['configmap', 'name']],
  ['configMap', ['configmap', 'name']],
  ['persistentVolumeClaim', ['pvc', 'claimName']],
  ['clusterTrustBundle', ['clustertrustbundle', 'name']],
])

/** Walks a pod spec; its schema bounds the depth. */
function visitReferences(value: unknown, add: (kind: Reachable, name: unknown) => void, under = ''): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      if (under === 'imagePullSecrets') add('secret', field(item, 'name'))
      if (under === 'resourceClaims') add('resourceclaim', field(item, 'resourceClaimName'))
      visitReferences(item, add)
    }
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const row = REFERENCES.get(key)
    if (row !== undefined) add(row[0], field(inner, row[1]))
    // In a volume the secret is `secretName`, in a projected source and in azureFile `name` and `secretName`.
    if (key === 'secret' || key === 'azureFile') add('secret', field(inner, 'secretName') ?? field(inner, 'name'))
    visitReferences(inner, add, key)
  }
}

function needsOfAttachment(attachment: KubeObject): NeedsOfNode | undefined {
  const node = valueAt(attachment, 'spec', 'nodeName')
  return typeof node === 'string'
    ? { node, keys: [keyOf('volumeattachment', '', attachment.metadata.name)] }
    : undefined
}

/** Secrets that a volume names, each as key of the map, lead to the claim that the volume is bound to. */
function keepVolume(volumes: Map<string, readonly string[]>, volume: KubeObject, gone: boolean): void {
  const { name } = volume.metadata
  const claim = valueAt(volume, 'spec', 'claimRef')
  const claimKey = keyOf('pvc', String(field(claim, 'namespace')), String(field(claim, 'name')))
  const secrets: string[] = []
  visitVolumeSecrets(volume['spec'], String(field(claim, 'namespace')), (key) => secrets.push(key))
  for (const key of [`pv ${name}`, ...secrets]) {
    const others = (volumes.get(key) ?? []).filter((other) => other !== claimKey)
    const next = gone || claim === undefined ? others : [...others, claimKey]
    if (next.length === 0) volumes.delete(key)
    else volumes.set(key, next)
  }
}

function visitVolumeSecrets(spec: unknown, claimNamespace: string, add: (key: string) => void): void {
  if (typeof spec !== 'object' || spec === null) return
  for (const [key, inner] of Object.entries(spec)) {
    if (/[sS]ecretRef$/.test(key)) {
      const namespace = field(inner, 'namespace')
      add(keyOf('secret', typeof namespace === 'string' ? namespace : claimNamespace, String(field(inner, 'name'))))
    } else if (key === 'azureFile') {
      const namespace = field(inner, 'secretNamespace')
      add(
        keyOf('secret', typeof namespace === 'string' ? namespace : claimNamespace, String(field(inner, 'secretName'))),
      )
    } else visitVolumeSecrets(inner, claimNamespace, add)
  }
}

function listAt(object: KubeObject, ...path: readonly string[]): readonly unknown[] {
  const value = valueAt(object, ...path)
  return Array.isArray(value) ? value : []
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string, unknown>>)[key]
}
