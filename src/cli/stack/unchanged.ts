import type { Plan } from '#plan'
import type { ReleaseSummary } from '#release'
import type { StackRelease } from '#stack'
import type { Session } from '../frame/session.ts'
import { inWorld } from '../release/run.ts'
import { isChange } from '../view/plan-words.ts'
import { placeOf, type StackGiven } from './input.ts'
import type { PartSession } from './part-session.ts'

/** The newest revision of a release; undefined where there is none. */
export async function newestOf(
  release: StackRelease,
  { flags }: StackGiven,
  session: Session,
): Promise<ReleaseSummary | undefined> {
  const place = { flags: { ...flags, ...placeOf(release, flags), output: 'json' }, session }
  const [newest] = await inWorld(place, ({ driver }) => driver.summaries({ name: release.name, isNewest: true }))
  return newest
}

/** Whether carrying a plan out would do nothing at all. */
export function isIdle({ changes, hooks, refusals }: Plan): boolean {
  return !changes.some(isChange) && hooks.every(({ change }) => change === 'unchanged') && refusals.length === 0
}

/** A session that tells nothing: what is only tried is told when it is done. */
export function quietly(session: PartSession): PartSession {
  const stderr = Object.assign(Object.create(session.stderr), { write: () => undefined, writeParts: () => undefined })
  return Object.create(session, { stderr: { value: stderr, enumerable: true } }) as PartSession
}
