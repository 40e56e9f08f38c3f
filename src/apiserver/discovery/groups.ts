import type { Kind } from '#kinds'
import type { KindTable } from '../contract/registry.ts'
import { customPriority, type Priority, priorityOf } from './priority.ts'
import { compareVersions } from './version-order.ts'

/** One version of a group, its kinds sorted by plural name. */
export interface DiscoveredVersion {
  readonly version: string
  readonly kinds: readonly Kind[]
}

/** One group, its versions best first. */
export interface DiscoveredGroup {
  readonly group: string
  readonly versions: readonly DiscoveredVersion[]
}

/** Every group that the table has, in the order clients see them: by priority, then by name. */
export function groupsOf(table: KindTable): readonly DiscoveredGroup[] {
  const groups = new Map<string, Map<string, Kind[]>>()
  for (const kind of table.all()) {
    const versions = groups.get(kind.group) ?? new Map<string, Kind[]>()
    groups.set(kind.group, versions)
    const kinds = versions.get(kind.version) ?? []
    versions.set(kind.version, kinds)
    kinds.push(kind)
  }
  const found = [...groups].map(([group, versions]) => ({ group, versions: sortedVersions(group, versions) }))
  return found.sort((a, b) => groupPriority(b) - groupPriority(a) || (a.group < b.group ? -1 : 1))
}

function sortedVersions(group: string, versions: ReadonlyMap<string, readonly Kind[]>): readonly DiscoveredVersion[] {
  const sorted = [...versions].map(([version, kinds]) => ({ version, kinds: [...kinds].sort(byPlural) }))
  const rank = ({ version, kinds }: DiscoveredVersion) => rankOf(group, version, kinds).version
  return sorted.sort((a, b) => rank(b) - rank(a) || compareVersions(a.version, b.version))
}

function groupPriority({ group, versions }: DiscoveredGroup): number {
  return Math.max(...versions.map(({ version, kinds }) => rankOf(group, version, kinds).group))
}

function rankOf(group: string, version: string, kinds: readonly Kind[]): Priority {
  return kinds.every((kind) => kind.isCustom === true) ? customPriority : priorityOf(group, version)
}

function byPlural(a: Kind, b: Kind): number {
  return a.plural < b.plural ? -1 : 1
}
