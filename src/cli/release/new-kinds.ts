import type { Client, ResourceType } from '#client'
import { isMap, type Json, type JsonObject, type KubeObject, valueAt } from '#kube'
import { isDefinition, mapperWith, type ReleaseWorld, type RenderContent } from '#release'
import { loadObject } from '#yaml'
import { isManifestChart } from './manifest-content.ts'

/** A world and what is rendered for it, which know of each other. */
export interface Releasing {
  readonly world: ReleaseWorld
  readonly render: RenderContent
}

const DEFINITION = 'CustomResourceDefinition'
/** How long a new kind may take to be served, and how often it is looked for. */
const SERVED_MS = 60_000
const POLL_MS = 50

/**
 * Lets kustomizations and plain manifests hold definitions beside objects of the kinds that they define: such kinds count as
 * known before they are there, and a definition counts as written once its kind is served. Charts have `crds/` for that.
 */
export function withNewKinds(world: ReleaseWorld, render: RenderContent): Releasing {
  const coming: KubeObject[] = []
  return {
    world: { ...world, mapper: mapperWith(world.mapper, coming), client: settling(world) },
    render: async (request) => {
      const content = await render(request)
      if (isManifestChart(content.chart)) coming.push(...definitionsIn(content.manifest))
      return content
    },
  }
}

function definitionsIn(manifest: string): readonly KubeObject[] {
  return manifest
    .split(/^---.*$/m)
    .filter((text) => text.includes(DEFINITION))
    .map((text) => loadObject<Json>(text))
    .filter((value) => isMap(value) && typeof value['apiVersion'] === 'string')
    .filter((value) => isDefinition(value as KubeObject)) as KubeObject[]
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
