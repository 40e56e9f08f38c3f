import { badRequest, type KubeObject, notFound, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'

/** The pod of a request. Throws 404. */
export function podOf(registry: Pick<Registry, 'kinds' | 'read'>, namespace: string, name: string): KubeObject {
  const kind = registry.kinds.find('', 'v1', 'pods')
  const pod = kind && registry.read(kind, namespace, name)
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, name)
  return pod
}

/** The node a pod runs on; empty before it is bound. */
export function nodeOf(pod: KubeObject): string {
  return textAt(pod, 'spec', 'nodeName')
}

/** The container that is meant: the named one, or the only one. Throws 400 where that says nothing. */
export function containerOf(pod: KubeObject, wanted: string): string {
  const { name } = pod.metadata
  const all = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) => namesOf(pod, field))
  if (wanted !== '') {
    if (all.includes(wanted)) return wanted
    throw badRequest(`container ${wanted} is not valid for pod ${name}`)
  }
  const containers = namesOf(pod, 'containers')
  const [only] = containers
  if (only === undefined) throw badRequest(`a container name must be specified for pod ${name}`)
  if (containers.length === 1) return only
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.join(' ')}]`)
}

/** A text inside of an object; empty where there is none. */
export function textAt(object: KubeObject, ...path: readonly string[]): string {
  const value = valueAt(object, ...path)
  return typeof value === 'string' ? value : ''
}

function namesOf(pod: KubeObject, field: string): readonly string[] {
  const containers = valueAt(pod, 'spec', field)
  if (!Array.isArray(containers)) return []
  return containers.map((container) => valueAt(container, 'name')).filter((name) => typeof name === 'string')
}
