import { createHash } from 'node:crypto'
import type { Kind } from '#kinds'
import { apiVersionOf, type JsonObject } from '#kube'
import type { DiscoveredGroup, DiscoveredVersion } from './groups.ts'

/** Body of `/api` (meta/v1 APIVersions); `address` is `host:port` as clients reach the server. */
export function apiVersions(address: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  }
}

/** Body of `/apis` (meta/v1 APIGroupList). */
export function apiGroupList(groups: readonly DiscoveredGroup[]): JsonObject {
  const named = groups.filter(({ group }) => group !== '')
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(groupEntry) }
}

/** Body of `/apis/GROUP` (meta/v1 APIGroup). */
export function apiGroup(group: DiscoveredGroup): JsonObject {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) }
}

/** Body of `/api/v1` and `/apis/GROUP/VERSION` (meta/v1 APIResourceList). */
export function apiResourceList(group: string, { version, kinds }: DiscoveredVersion): JsonObject {
  const groupVersion = apiVersionOf({ group, version })
  const resources = kinds.flatMap(resourceEntries)
  return { kind: 'APIResourceList', ...(group !== '' && { apiVersion: 'v1' }), groupVersion, resources }
}

function groupEntry({ group, versions }: DiscoveredGroup): JsonObject {
  const entries = versions.map(({ version }) => ({ groupVersion: apiVersionOf({ group, version }), version }))
  return { name: group, versions: entries, preferredVersion: entries[0] ?? {} }
}

function resourceEntries(kind: Kind): readonly JsonObject[] {
  const subresources = [...kind.subresources].sort((a, b) => (a.name < b.name ? -1 : 1))
  return [kindEntry(kind), ...subresources.map((subresource) => subresourceEntry(kind, subresource))]
}

function kindEntry(kind: Kind): JsonObject {
  return {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.scope === 'Namespaced',
    kind: kind.kind,
    verbs: [...kind.verbs].sort(),
    ...(kind.shortNames.length > 0 && { shortNames: [...kind.shortNames] }),
    ...(kind.categories.length > 0 && { categories: [...kind.categories] }),
    ...(kind.verbs.includes('list') && { storageVersionHash: storageVersionHash(kind) }),
  }
}

function subresourceEntry(kind: Kind, { name, verbs, body }: Kind['subresources'][number]): JsonObject {
  const isForeign = body !== undefined && (body.group !== kind.group || body.version !== kind.version)
  return {
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced: kind.scope === 'Namespaced',
    ...(isForeign && { group: body.group, version: body.version }),
    kind: body?.kind ?? kind.kind,
    verbs: [...verbs].sort(),
  }
}

/** Tells clients when the stored version changes (apiserver's StorageVersionHash). */
function storageVersionHash({ storage, kind }: Kind): string {
  const identity = `${storage.group}/${storage.version}/${kind}`
  return createHash('sha256').update(identity).digest().subarray(0, 8).toString('base64')
}
