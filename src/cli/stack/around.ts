import type { StackRelease } from '#stack'
import type { Session } from '../frame/session.ts'
import { triggerHooks } from './hooks.ts'

/** Which hooks stand around something that is done with a release. */
export interface Around {
  readonly session: Session
  readonly names: readonly [before: string, after: string]
}

/**
 * Does something with a release between its hooks. Those that come after are run where it failed, too, and see why; when they
 * fail themselves, the first failure counts. Throws what the first of them throws.
 */
export async function withHooks<T>(
  { hooks }: StackRelease,
  { session, names: [before, after] }: Around,
  act: () => Promise<T>,
): Promise<T> {
  const trigger = (name: string, error?: string): Promise<void> =>
    triggerHooks(hooks, { name, command: 'sync', error }, session)
  let result: T
  try {
    await trigger(before)
    result = await act()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await trigger(after, reason).catch((second: unknown) => tell(second, session))
    throw error
  }
  await trigger(after)
  return result
}

function tell(error: unknown, { stderr }: Session): void {
  stderr.write(`warning: ${error instanceof Error ? error.message : String(error)}\n`)
}
