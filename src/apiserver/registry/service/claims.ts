import { internalError, type Json, type KubeObject, valueAt } from '#kube'
import type { Registry } from '../../contract/registry.ts'

/** Names that only one service at a time can have: addresses, node ports. Those of writes under way are kept here. */
export interface Claims {
  isTaken(name: string): boolean
  claim(name: string): void
  release(name: string): void
}

/** Claims over what the services in the cache have. `read` gives the names that a service has. */
export function claimsOver(registry: () => Registry, read: (service: KubeObject) => readonly string[]): Claims {
  const pending = new Set<string>()
  const counts = new Map<string, number>()
  let isFollowing = false
  const follow = () => {
    if (isFollowing) return
    isFollowing = true
    const kind = registry().kinds.find('', 'v1', 'services')
    if (kind === undefined) throw internalError('services are not served')
    registry().observe(kind, ({ type, object, previous }) => {
      if (type === 'DELETED') count(counts, read(object), -1)
      else {
        if (previous !== undefined) count(counts, read(previous), -1)
        count(counts, read(object), 1)
      }
    })
  }
  return {
    isTaken(name) {
      follow()
      return pending.has(name) || (counts.get(name) ?? 0) > 0
    },
    claim: (name) => pending.add(name),
    release: (name) => pending.delete(name),
  }
}

/** Addresses of a service; none for headless ones. */
export function addressesOf(service: KubeObject): readonly string[] {
  const list = valueAt(service, 'spec', 'clusterIPs')
  const texts = Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
  const single = valueAt(service, 'spec', 'clusterIP')
  const all = texts.length > 0 || typeof single !== 'string' ? texts : [single]
  return all.filter((address) => address !== '' && address !== 'None')
}

/** Node ports of a service, each once, the one for health checks among them. */
export function nodePortsOf(service: KubeObject): readonly string[] {
  const health = valueAt(service, 'spec', 'healthCheckNodePort')
  const ports = portsOf(service).map((port) => valueAt(port, 'nodePort'))
  const numbers = [...ports, health].filter((port) => typeof port === 'number' && port > 0)
  return [...new Set(numbers)].map(String)
}

/** The rows of `spec.ports`. */
export function portsOf(service: KubeObject): readonly Json[] {
  const ports = valueAt(service, 'spec', 'ports')
  return Array.isArray(ports) ? ports : []
}

function count(counts: Map<string, number>, names: readonly string[], step: 1 | -1): void {
  for (const name of names) {
    const next = (counts.get(name) ?? 0) + step
    if (next <= 0) counts.delete(name)
    else counts.set(name, next)
  }
}
