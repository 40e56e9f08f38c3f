import { type Outcome, runReleases, type StackRelease } from '#stack'
import type { PartSession } from './part-session.ts'

/** What stands for the result of a release that has nothing to do; undefined where it has. */
export type SpareRelease<T> = (release: StackRelease, session: PartSession) => Promise<T | undefined>

/** Releases that have nothing to do. */
export interface Spared<T> {
  readonly spared: ReadonlyMap<StackRelease, T>
  /** Those that have nothing to do now, but need one that has: they have to be asked again when it is done. */
  readonly doubtful: ReadonlySet<StackRelease>
}

/** Asks releases, which stand in the order of their needs, whether they have anything to do. */
export async function findSpared<T>(
  releases: readonly StackRelease[],
  bounds: { readonly concurrency: number; readonly signal: AbortSignal },
  spare: (release: StackRelease) => Promise<T | undefined>,
): Promise<Spared<T>> {
  const outcomes = await runReleases(releases, { ...bounds, isReverse: false }, spare)
  const spared = new Map<StackRelease, T>()
  const doubtful = new Set<StackRelease>()
  const moving = new Set<string>()
  for (const release of releases) {
    const result = resultOf(outcomes.get(release.id))
    const isCalm = !release.needs.some((need) => moving.has(need))
    if (result !== undefined && isCalm) spared.set(release, result)
    else {
      moving.add(release.id)
      if (result !== undefined) doubtful.add(release)
    }
  }
  return { spared, doubtful }
}

function resultOf<T>(outcome: Outcome<T> | undefined): T | undefined {
  return outcome?.state === 'done' ? outcome.result : undefined
}
