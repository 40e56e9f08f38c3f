import { ClientError, type DiscoveredResource, type RestMapper } from '#client'
import { apiVersionOf, groupVersionOf, type KubeObject } from '#kube'

/** Where kinds went that have left their group. */
const MOVED: Readonly<Record<string, string>> = {
  'extensions/DaemonSet': 'apps',
  'extensions/Deployment': 'apps',
  'extensions/Ingress': 'networking.k8s.io',
  'extensions/NetworkPolicy': 'networking.k8s.io',
  'extensions/PodSecurityPolicy': 'policy',
  'extensions/ReplicaSet': 'apps',
}

/** An object as the server knows it, and its endpoint. */
export interface Served {
  readonly object: KubeObject
  readonly type: DiscoveredResource
}

/**
 * An object of an old record at a version that is served; undefined for a kind that is served at none, of which nothing can
 * be left. Throws what the client throws.
 */
export async function servedForm(object: KubeObject, mapper: RestMapper): Promise<Served | undefined> {
  const { group } = groupVersionOf(object.apiVersion)
  const own = await found(mapper.typeOf(object))
  if (own !== undefined) return { object, type: own }
  const kind = object.kind.toLowerCase()
  for (const home of new Set([group, MOVED[`${group}/${object.kind}`] ?? group])) {
    const type = await found(mapper.typeNamed(home === '' ? kind : `${kind}.${home}`))
    if (type?.kind === object.kind && type.group === home) {
      return { object: { ...object, apiVersion: apiVersionOf(type) }, type }
    }
  }
  return undefined
}

async function found(answer: Promise<DiscoveredResource>): Promise<DiscoveredResource | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ClientError && error.code === 'unknown-kind') return undefined
    throw error
  }
}
