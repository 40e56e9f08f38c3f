import { type Client, createRestMapper, type ResourceType, type RestMapper } from '#client'
import { mapAt, numberAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'

/** What an autoscaler scales: its scale subresource, whatever kind it is. */
export interface Target {
  readonly type: ResourceType
  readonly scale: KubeObject
  /** Replicas that are wanted now. */
  readonly replicas: number
  /** Replicas that there are. */
  readonly present: number
  /** The label selector of its pods, as text. */
  readonly selector: string
}

/** Reads and writes scales. */
export interface Targets {
  /** Throws what the server says, and ClientError for a kind that is not served. */
  read(namespace: string, reference: JsonObject): Promise<Target>
  resize(target: Target, replicas: number): Promise<void>
  /** `services`, `ingresses.networking.k8s.io`. */
  resourceOf(apiVersion: string, kind: string): Promise<string>
}

/** Over one client. What a server serves is asked for once. */
export function createTargets(client: Client): Targets {
  const mapper: RestMapper = createRestMapper(client)
  return {
    read: async (namespace, reference) => {
      const kind = textAt(reference, 'kind')
      const type = await mapper.typeOf({ apiVersion: textAt(reference, 'apiVersion') || 'v1', kind })
      const scale = await client.get(type, { namespace, name: textAt(reference, 'name'), subresource: 'scale' })
      return {
        type,
        scale,
        replicas: numberAt(mapAt(scale, 'spec'), 'replicas') ?? 0,
        present: numberAt(mapAt(scale, 'status'), 'replicas') ?? 0,
        selector: textAt(mapAt(scale, 'status'), 'selector'),
      }
    },
    resize: async ({ type, scale }, replicas) => {
      const next = { ...scale, spec: { ...mapAt(scale, 'spec'), replicas } }
      await client.update(type, next, { subresource: 'scale' })
    },
    resourceOf: async (apiVersion, kind) => {
      const { resource, group } = await mapper.typeOf({ apiVersion: apiVersion || 'v1', kind })
      return group === '' ? resource : `${resource}.${group}`
    },
  }
}
