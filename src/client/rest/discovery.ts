import type { JsonObject } from '#kube'
import { messageOf } from '../error.ts'
import type { Client } from './client.ts'
import type { ResourceType } from './resource.ts'

/** One resource that a server serves, as discovery tells. */
export interface DiscoveredResource extends ResourceType {
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly verbs: readonly string[]
  /** Names of what lies below an object: `status`, `scale`. */
  readonly subresources: readonly string[]
}

/** Everything a server serves. `failed` are group versions (`metrics.k8s.io/v1`) whose server does not answer. */
export interface Discovery {
  /** Groups in the server's order; in each, the preferred version first. */
  readonly resources: readonly DiscoveredResource[]
  readonly failed: readonly { readonly groupVersion: string; readonly reason: string }[]
}

const AGGREGATED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',')

/** Asks for all resources: in two requests where the server can, else one for each group version. */
export async function discover(client: Client, signal?: AbortSignal): Promise<Discovery> {
  const ask = (path: string): Promise<JsonObject> =>
    client.raw({ method: 'GET', path, headers: { accept: AGGREGATED }, ...(signal !== undefined && { signal }) })
  const [core, groups] = await Promise.all([ask('/api'), ask('/apis')])
  const parts = await Promise.all([
    isAggregated(core) ? readAggregated(core) : askVersions(client, coreVersions(core), signal),
    isAggregated(groups) ? readAggregated(groups) : askVersions(client, groupVersions(groups), signal),
  ])
  return { resources: parts.flatMap((part) => part.resources), failed: parts.flatMap((part) => part.failed) }
}

function isAggregated(body: JsonObject): boolean {
  return body['kind'] === 'APIGroupDiscoveryList'
}

interface AggregatedResource {
  readonly resource: string
  readonly responseKind?: { readonly group?: string; readonly version?: string; readonly kind: string }
  readonly scope: string
  readonly singularResource?: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly verbs: readonly string[]
  readonly subresources?: readonly { readonly subresource: string }[]
}

interface AggregatedGroup {
  readonly metadata?: { readonly name?: string }
  readonly versions?: readonly {
    readonly version: string
    readonly freshness?: string
    readonly resources?: readonly AggregatedResource[]
  }[]
}

function readAggregated(body: JsonObject): Discovery {
  const resources: DiscoveredResource[] = []
  const failed: Discovery['failed'][number][] = []
  for (const { metadata, versions = [] } of (body['items'] ?? []) as unknown as AggregatedGroup[]) {
    const group = metadata?.name ?? ''
    for (const { version, freshness, resources: found = [] } of versions) {
      if (freshness === 'Stale')
        failed.push({ groupVersion: `${group}/${version}`, reason: 'stale GroupVersion discovery' })
      for (const row of found) resources.push(fromAggregated(row, group, version))
    }
  }
  return { resources, failed }
}

function fromAggregated(row: AggregatedResource, group: string, version: string): DiscoveredResource {
  return {
    group,
    version,
    resource: row.resource,
    kind: row.responseKind?.kind ?? '',
    isNamespaced: row.scope === 'Namespaced',
    singular: row.singularResource ?? '',
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs,
    subresources: (row.subresources ?? []).map(({ subresource }) => subresource),
  }
}

function coreVersions(body: JsonObject): readonly string[] {
  return (body['versions'] ?? []) as string[]
}

interface LegacyGroup {
  readonly versions: readonly { readonly groupVersion: string }[]
  readonly preferredVersion?: { readonly groupVersion: string }
}

function groupVersions(body: JsonObject): readonly string[] {
  return ((body['groups'] ?? []) as unknown as LegacyGroup[]).flatMap(({ versions, preferredVersion }) => {
    const all = versions.map(({ groupVersion }) => groupVersion)
    const first = preferredVersion?.groupVersion
    return first === undefined ? all : [first, ...all.filter((one) => one !== first)]
  })
}

async function askVersions(
  client: Client,
  versions: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Discovery> {
  const more = signal === undefined ? {} : { signal }
  const answers = await Promise.all(
    versions.map(async (groupVersion): Promise<Discovery> => {
      const path = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`
      try {
        return { resources: readLegacy(await client.raw({ method: 'GET', path, ...more }), groupVersion), failed: [] }
      } catch (error) {
        return { resources: [], failed: [{ groupVersion, reason: messageOf(error) }] }
      }
    }),
  )
  return { resources: answers.flatMap((one) => one.resources), failed: answers.flatMap((one) => one.failed) }
}

interface LegacyResource {
  readonly name: string
  readonly kind: string
  readonly namespaced: boolean
  readonly singularName?: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly verbs: readonly string[]
}

function readLegacy(body: JsonObject, groupVersion: string): readonly DiscoveredResource[] {
  const rows = (body['resources'] ?? []) as unknown as LegacyResource[]
  const [group, version] = groupVersion.includes('/') ? groupVersion.split('/', 2) : ['', groupVersion]
  const below = (name: string): string[] =>
    rows.filter((row) => row.name.startsWith(`${name}/`)).map((row) => row.name.slice(name.length + 1))
  return rows
    .filter(({ name }) => !name.includes('/'))
    .map((row) => ({
      group: group ?? '',
      version: version ?? '',
      resource: row.name,
      kind: row.kind,
      isNamespaced: row.namespaced,
      singular: row.singularName ?? '',
      shortNames: row.shortNames ?? [],
      categories: row.categories ?? [],
      verbs: row.verbs,
      subresources: below(row.name),
    }))
}
