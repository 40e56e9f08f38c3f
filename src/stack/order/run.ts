import type { StackRelease } from '../contract.ts'

/** What came of one release. */
export type Outcome<T> =
  | { readonly state: 'done'; readonly result: T }
  | { readonly state: 'failed'; readonly error: unknown }
  /** Something that it needs failed, or the run was stopped. */
  | { readonly state: 'not-started' }

/** How releases are run. */
export interface RunSettings {
  /** Most of them at once; 0 is no bound. */
  readonly concurrency: number
  /** What needs others goes first, for removing. */
  readonly isReverse: boolean
  readonly signal: AbortSignal
}

/**
 * Runs every release as soon as what it needs is done, several at once. Where one fails, what needs it is not started; the
 * others are. Gives what came of each, by id.
 */
export async function runReleases<T>(
  releases: readonly StackRelease[],
  settings: RunSettings,
  act: (release: StackRelease) => Promise<T>,
): Promise<ReadonlyMap<string, Outcome<T>>> {
  const before = predecessors(releases, settings.isReverse)
  const outcomes = new Map<string, Outcome<T>>()
  const running = new Map<string, Promise<void>>()
  const most = settings.concurrency > 0 ? settings.concurrency : releases.length
  const start = (release: StackRelease): void => {
    const work = act(release).then(
      (result) => void outcomes.set(release.id, { state: 'done', result }),
      (error: unknown) => void outcomes.set(release.id, { state: 'failed', error }),
    )
    running.set(
      release.id,
      work.finally(() => running.delete(release.id)),
    )
  }
  const canStart = ({ id }: StackRelease): boolean =>
    running.size < most &&
    !outcomes.has(id) &&
    !running.has(id) &&
    (before.get(id) ?? []).every((each) => outcomes.get(each)?.state === 'done')
  for (;;) {
    for (const release of settings.signal.aborted ? [] : releases) if (canStart(release)) start(release)
    if (running.size === 0) break
    await Promise.race(running.values())
  }
  return new Map(releases.map(({ id }) => [id, outcomes.get(id) ?? { state: 'not-started' }]))
}

/** What has to be done before each, among those that run at all. */
function predecessors(releases: readonly StackRelease[], isReverse: boolean): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, string[]>(releases.map(({ id }) => [id, []]))
  for (const { id, needs } of releases) {
    for (const need of needs.filter((each) => before.has(each)))
      before.get(isReverse ? need : id)?.push(isReverse ? id : need)
  }
  return before
}
