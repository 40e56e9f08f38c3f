import type { Client, ResourceType } from '#client'
import { isMap, type Json, type JsonObject, type KubeObject, valueAt } from '#kube'
import { loadObject } from '#yaml'
import type { ReleaseWorld } from '../contract/world.ts'
import { documentsOf } from '../manifest/document.ts'
import { unfold } from '../manifest/unfold.ts'
import { isDefinition, mapperWith } from './coming-kinds.ts'

const DEFINITION = 'CustomResourceDefinition'
/** How long a new kind may take to be served, and how often it is looked for. */
const SERVED_MS = 60_000
const POLL_MS = 50

/**
 * A world for manifests that hold definitions beside objects of the kinds that they define: such kinds count as known before
 * they are there, and a definition counts as written once its kind is served. More definitions may be added later.
 */
export function withKinds(world: ReleaseWorld, definitions: readonly KubeObject[]): ReleaseWorld {
  return { ...world, mapper: mapperWith(world.mapper, definitions), client: settling(world) }
}

/** The definitions that a manifest holds; what cannot be read holds none. */
export function definitionsIn(manifest: string): readonly KubeObject[] {
  return documentsOf(manifest)
    .filter(({ text }) => text.includes(DEFINITION))
    .flatMap(({ text }) => objectsIn(text))
    .filter((object) => isMap(object) && typeof object['apiVersion'] === 'string')
    .filter((object) => isDefinition(object as KubeObject)) as KubeObject[]
}

function objectsIn(text: string): readonly Json[] {
  try {
    return unfold(loadObject<Json>(text))
  } catch {
    return [] // whoever reads the manifest to write it says what is wrong with it
  }
}

/** The client, with definitions that come back only once their kinds are served. */
function settling({ client, mapper, clock, signal }: ReleaseWorld): Client {
  const settle = async (type: ResourceType, written: KubeObject, isDryRun: boolean): Promise<KubeObject> => {
    if (isDryRun || type.kind !== DEFINITION) return written
    const endMs = clock.now() + SERVED_MS
    while (!signal.aborted && clock.now() < endMs) {
      const live = await client.get(type, { name: written.metadata.name })
      if (isEstablished(live)) break
      await new Promise<void>((done) => void clock.setTimer(POLL_MS, done))
    }
    mapper.reset()
    return written
  }
  return {
    ...client,
    create: async (type, object, options = {}) =>
      settle(type, await client.create(type, object, options), options.dryRun === true),
    patch: async (type, place, patch, options = {}) =>
      settle(type, await client.patch(type, place, patch, options), options.dryRun === true),
  }
}

function isEstablished(definition: KubeObject): boolean {
  const conditions = valueAt(definition, 'status', 'conditions')
  const all = Array.isArray(conditions) ? (conditions as JsonObject[]) : []
  return all.some(({ type, status }) => type === 'Established' && status === 'True')
}
