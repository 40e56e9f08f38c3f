import type { Client, ResourceType } from '#client'
import { type Clock, type KubeObject, StatusError } from '#kube'
import { types } from '../types.ts'

/** What pods take their configuration from. */
export interface Sources {
  /** Undefined when there is none. Throws StatusError, ClientError. */
  find(kind: SourceKind, namespace: string, name: string): Promise<KubeObject | undefined>
}

/** Kinds of objects that pods name. */
export type SourceKind = 'configmap' | 'secret' | 'persistentvolumeclaim'

const TYPES: Readonly<Record<SourceKind, ResourceType>> = {
  configmap: types.configMaps,
  secret: types.secrets,
  persistentvolumeclaim: types.claims,
}

const FRESH_MS = 5000
const MAX_KEPT = 2000

/** Objects as the server has them; what was found is believed for some seconds: many pods name the same. */
export function createSources(client: Client, clock: Clock): Sources {
  const kept = new Map<string, { readonly object: KubeObject; readonly atMs: number }>()
  return {
    find: async (kind, namespace, name) => {
      const key = `${kind}/${namespace}/${name}`
      const found = kept.get(key)
      if (found !== undefined && clock.now() - found.atMs < FRESH_MS) return found.object
      const object = await read(client, kind, { namespace, name })
      kept.delete(key)
      if (object === undefined) return undefined
      if (kept.size >= MAX_KEPT) kept.clear()
      kept.set(key, { object, atMs: clock.now() })
      return object
    },
  }
}

async function read(
  client: Client,
  kind: SourceKind,
  place: { readonly namespace: string; readonly name: string },
): Promise<KubeObject | undefined> {
  try {
    return await client.get(TYPES[kind], place)
  } catch (error) {
    if (error instanceof StatusError && error.code === 'NotFound') return undefined
    throw error
  }
}
