import { createHash } from 'node:crypto'
import type { Kind, Subresource } from '#kinds'
import type { JsonObject } from '#kube'
import type { DiscoveredGroup, DiscoveredVersion } from './groups.ts'

/** A whole document of aggregated discovery, as text, with its ETag (quoted). */
export interface AggregatedDocument {
  readonly text: string
  readonly etag: string
}

/** The document (apidiscovery.k8s.io APIGroupDiscoveryList) of these groups in one of its two versions. */
export function aggregatedDocument(groups: readonly DiscoveredGroup[], version: 'v2' | 'v2beta1'): AggregatedDocument {
  const items = groups.map(groupItem)
  const text = JSON.stringify({
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items,
  })
  const digest = createHash('sha512').update(JSON.stringify(items)).digest('hex').toUpperCase()
  return { text: `${text}\n`, etag: `"${digest}"` }
}

function groupItem({ group, versions }: DiscoveredGroup): JsonObject {
  return {
    metadata: group === '' ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
    versions: versions.map((version) => versionItem(version)),
  }
}

function versionItem({ version, kinds, remote }: DiscoveredVersion): JsonObject {
  if (remote !== undefined) {
    return { version, resources: [...remote.resources], freshness: remote.isStale ? 'Stale' : 'Current' }
  }
  return { version, resources: kinds.map(resourceItem), freshness: 'Current' }
}

function resourceItem(kind: Kind): JsonObject {
  const subresources = [...kind.subresources].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    resource: kind.plural,
    responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
    scope: kind.scope,
    singularResource: kind.singular,
    verbs: [...kind.verbs].sort(),
    ...(kind.shortNames.length > 0 && { shortNames: [...kind.shortNames] }),
    ...(kind.categories.length > 0 && { categories: [...kind.categories] }),
    ...(subresources.length > 0 && { subresources: subresources.map((one) => subresourceItem(kind, one)) }),
  }
}

function subresourceItem(kind: Kind, { name, verbs, body }: Subresource): JsonObject {
  const { group, version, kind: kindName } = body ?? kind
  return {
    subresource: name,
    responseKind: { group, version, kind: kindName },
    verbs: [...verbs].sort(),
  }
}
