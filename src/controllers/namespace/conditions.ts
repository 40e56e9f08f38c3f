import type { JsonObject } from '#kube'

/** What stood in the way of emptying a namespace. */
export interface Obstacles {
  readonly discovery: readonly string[]
  readonly content: readonly string[]
  /** How many objects are left, by `resource.group`. */
  readonly remaining: ReadonlyMap<string, number>
  /** How many objects wait for a finalizer, by finalizer. */
  readonly finalizers: ReadonlyMap<string, number>
}

interface Row {
  readonly type: string
  readonly okReason: string
  readonly okMessage: string
  /** Reason and message when something stands in the way. */
  obstacle(obstacles: Obstacles): readonly [string, string] | undefined
}

const listed = (counts: ReadonlyMap<string, number>, words: (name: string, count: number) => string): string =>
  [...counts]
    .map(([name, count]) => words(name, count))
    .sort()
    .join(', ')

/** The conditions of a terminating namespace, in order, with upstream's words. */
const ROWS: readonly Row[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    okReason: 'ResourcesDiscovered',
    okMessage: 'All resources successfully discovered',
    obstacle: ({ discovery }) =>
      discovery.length === 0
        ? undefined
        : [
            'DiscoveryFailed',
            `Discovery failed for some groups, ${discovery.length} failing: unable to retrieve the complete list of server APIs: ${discovery.join(', ')}`,
          ],
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    okReason: 'ParsedGroupVersions',
    okMessage: 'All legacy kube types successfully parsed',
    obstacle: () => undefined,
  },
  {
    type: 'NamespaceDeletionContentFailure',
    okReason: 'ContentDeleted',
    okMessage: 'All content successfully deleted, may be waiting on finalization',
    obstacle: ({ content }) =>
      content.length === 0
        ? undefined
        : [
            'ContentDeletionFailed',
            `Failed to delete all resource types, ${content.length} remaining: ${content.toSorted().join(', ')}`,
          ],
  },
  {
    type: 'NamespaceContentRemaining',
    okReason: 'ContentRemoved',
    okMessage: 'All content successfully removed',
    obstacle: ({ remaining }) =>
      remaining.size === 0
        ? undefined
        : [
            'SomeResourcesRemain',
            `Some resources are remaining: ${listed(remaining, (name, count) => `${name} has ${count} resource instances`)}`,
          ],
  },
  {
    type: 'NamespaceFinalizersRemaining',
    okReason: 'ContentHasNoFinalizers',
    okMessage: 'All content-preserving finalizers finished',
    obstacle: ({ finalizers }) =>
      finalizers.size === 0
        ? undefined
        : [
            'SomeFinalizersRemain',
            `Some content in the namespace has finalizers remaining: ${listed(finalizers, (name, count) => `${name} in ${count} resource instances`)}`,
          ],
  },
]

/** The conditions after a pass; others stay, and a time changes only with its status. */
export function namespaceConditions(old: readonly JsonObject[], obstacles: Obstacles, now: string): JsonObject[] {
  const others = old.filter(({ type }) => !ROWS.some((row) => row.type === type))
  const ours = ROWS.map((row) => {
    const obstacle = row.obstacle(obstacles)
    const status = obstacle === undefined ? 'False' : 'True'
    const before = old.find(({ type }) => type === row.type)
    const lastTransitionTime = before?.['status'] === status ? (before['lastTransitionTime'] ?? now) : now
    const [reason, message] = obstacle ?? [row.okReason, row.okMessage]
    return { type: row.type, status, lastTransitionTime, reason, message }
  })
  return [...others, ...ours]
}
