import type { Kind } from '#kinds'
import type { JsonObject } from '#kube'
import type { KindTable } from '../contract/registry.ts'
import { customPriority, type Priority, priorityOf } from './priority.ts'
import { compareVersions } from './version-order.ts'

/** One version of a group, its kinds sorted by plural name. */
export interface DiscoveredVersion {
  readonly version: string
  readonly kinds: readonly Kind[]
  /** Set where another server serves this version. */
  readonly remote?: RemoteVersion
}

/** A group version of another server, as its APIService and its own discovery tell. */
export interface RemoteVersion {
  readonly group: string
  readonly version: string
  readonly priority: Priority
  /** Items of APIVersionDiscovery. */
  readonly resources: readonly JsonObject[]
  /** True while its server does not answer. */
  readonly isStale: boolean
}

/** One group, its versions best first. */
export interface DiscoveredGroup {
  readonly group: string
  readonly versions: readonly DiscoveredVersion[]
}

/** Every group that the table has, in the order clients see them: by priority, then by name. */
export function groupsOf(table: KindTable, remotes: readonly RemoteVersion[] = []): readonly DiscoveredGroup[] {
  const groups = new Map<string, Map<string, Kind[]>>()
  for (const kind of table.all()) {
    const versions = groups.get(kind.group) ?? new Map<string, Kind[]>()
    groups.set(kind.group, versions)
    const kinds = versions.get(kind.version) ?? []
    versions.set(kind.version, kinds)
    kinds.push(kind)
  }
  const byGroup = Map.groupBy(remotes, ({ group }) => group)
  for (const group of byGroup.keys()) if (!groups.has(group)) groups.set(group, new Map())
  const found = [...groups].map(([group, versions]) => ({
    group,
    versions: sortedVersions(group, versions, byGroup.get(group) ?? []),
  }))
  return found.sort((a, b) => groupPriority(b) - groupPriority(a) || (a.group < b.group ? -1 : 1))
}

function sortedVersions(
  group: string,
  versions: ReadonlyMap<string, readonly Kind[]>,
  remotes: readonly RemoteVersion[],
): readonly DiscoveredVersion[] {
  const sorted: DiscoveredVersion[] = [...versions].map(([version, kinds]) => ({
    version,
    kinds: [...kinds].sort(byPlural),
  }))
  for (const remote of remotes) {
    if (!versions.has(remote.version)) sorted.push({ version: remote.version, kinds: [], remote })
  }
  const rank = (one: DiscoveredVersion) => rankOf(group, one).version
  return sorted.sort((a, b) => rank(b) - rank(a) || compareVersions(a.version, b.version))
}

function groupPriority({ group, versions }: DiscoveredGroup): number {
  return Math.max(...versions.map((version) => rankOf(group, version).group))
}

function rankOf(group: string, { version, kinds, remote }: DiscoveredVersion): Priority {
  if (remote !== undefined) return remote.priority
  return kinds.every((kind) => kind.isCustom === true) ? customPriority : priorityOf(group, version)
}

function byPlural(a: Kind, b: Kind): number {
  return a.plural < b.plural ? -1 : 1
}
