import type { Kind } from '#kinds'
import type { Clock } from '#kube'
import type { Store } from '#store'
import type { KindTable } from '../contract/registry.ts'
import { versionInfo } from '../discovery/version.ts'
import type { Reading, Sample } from './handler.ts'

/** What readings look at. */
export interface ReadingSources {
  readonly clock: Clock
  readonly store: Store
  readonly kinds: KindTable
  /** How many objects of a kind there are. */
  count(kind: Kind): number
}

/** Size of the store, objects of each resource, and what the process uses, under the real server's names. */
export function serverReadings(sources: ReadingSources): readonly Reading[] {
  const { clock, store } = sources
  const startSeconds = Math.round(clock.now() / 1000 - process.uptime())
  return [
    {
      name: 'apiserver_storage_size_bytes',
      help: 'Size of the storage database file physically allocated in bytes.',
      type: 'gauge',
      read: async () => [{ labels: { storage_cluster_id: 'etcd-0' }, value: (await store.health()).sizeBytes }],
    },
    {
      name: 'apiserver_resource_objects',
      help: 'Number of stored objects at the time of last check split by kind.',
      type: 'gauge',
      read: () => objectCounts(sources),
    },
    { name: 'kubernetes_build_info', help: buildHelp, type: 'gauge', read: () => [{ labels: buildLabels, value: 1 }] },
    ...processReadings(startSeconds),
  ]
}

const buildHelp =
  "A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running."

const buildLabels = {
  build_date: versionInfo.buildDate,
  compiler: versionInfo.compiler,
  git_commit: versionInfo.gitCommit,
  git_tree_state: versionInfo.gitTreeState,
  git_version: versionInfo.gitVersion,
  go_version: versionInfo.goVersion,
  major: versionInfo.major,
  minor: versionInfo.minor,
  platform: versionInfo.platform,
}

function objectCounts({ kinds, count }: ReadingSources): readonly Sample[] {
  return storedKinds(kinds).map((kind) => ({
    labels: { group: kind.group, resource: kind.plural },
    value: count(kind),
  }))
}

/** One kind for each resource that is stored, whatever its versions. */
function storedKinds(kinds: KindTable): readonly Kind[] {
  const byPlace = new Map(
    kinds
      .all()
      .filter(({ verbs }) => verbs.includes('list'))
      .map((kind) => [`${kind.group}/${kind.plural}`, kind]),
  )
  return [...byPlace.values()]
}

function processReadings(startSeconds: number): readonly Reading[] {
  return [
    {
      name: 'process_resident_memory_bytes',
      help: 'Resident memory size in bytes.',
      type: 'gauge',
      read: () => [{ value: process.memoryUsage.rss() }],
    },
    {
      name: 'process_cpu_seconds_total',
      help: 'Total user and system CPU time spent in seconds.',
      type: 'counter',
      read: () => {
        const { user, system } = process.cpuUsage()
        return [{ value: (user + system) / 1e6 }]
      },
    },
    {
      name: 'process_start_time_seconds',
      help: 'Start time of the process since unix epoch in seconds.',
      type: 'gauge',
      read: () => [{ value: startSeconds }],
    },
  ]
}
