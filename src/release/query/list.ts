import { parseLabelSelector } from '#kube'
import type { ReleaseDriver, ReleaseSummary } from '../contract/driver.ts'

/** Which releases are listed, and in which order. */
export interface ListOptions {
  /** Whether a name is listed; default all. */
  readonly isNamed?: (name: string) => boolean
  /** A label selector over the labels of records. */
  readonly selector?: string
  /** The statuses that are listed. */
  readonly states: readonly string[]
  readonly isByDate?: boolean
  readonly isReversed?: boolean
  /** Releases passed over, of those that fit. */
  readonly offset?: number
  /** Most releases; 0 for all. */
  readonly max?: number
}

/**
 * One revision of every release that fits: the newest; with `superseded` alone all that are. Throws `SelectorError`, and what
 * the driver throws. Source: helm pkg/action/list.go.
 */
export async function listReleases(driver: ReleaseDriver, options: ListOptions): Promise<readonly ReleaseSummary[]> {
  const { isNamed = () => true, states, selector = '', offset = 0, max = 0 } = options
  // what is superseded is never the newest
  const isNewest = !(states.length === 1 && states[0] === 'superseded')
  const found = await driver.summaries({ isNewest })
  const selected = parseLabelSelector(selector)
  const fitting = found.filter(
    ({ name, info, labels }) => isNamed(name) && states.includes(info.status) && selected.matches(labels),
  )
  const sorted = fitting.sort(options.isByDate === true ? byDate : byName)
  if (options.isReversed === true) sorted.reverse()
  const start = Math.max(0, offset)
  return sorted.slice(start, max > 0 ? start + max : undefined)
}

function byName(a: ReleaseSummary, b: ReleaseSummary): number {
  return compare(a.name, b.name) || compare(a.namespace, b.namespace) || a.version - b.version
}

/** Oldest first, by whole seconds. */
function byDate(a: ReleaseSummary, b: ReleaseSummary): number {
  return secondsOf(a) - secondsOf(b) || byName(a, b)
}

function secondsOf({ info }: ReleaseSummary): number {
  return info.last_deployed === '' ? 0 : Math.floor(Date.parse(info.last_deployed) / 1000)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
