import { pause } from '#client'
import { StatusError } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'

/** Tries after a conflict, as client-go's `retry.DefaultRetry` has them. */
const CONFLICTS = 5
/** Tries after the server was too busy, as client-go has them. */
const REFUSALS = 10
const FIRST_PAUSE_MS = 10
const MAX_PAUSE_MS = 30_000

/**
 * Asks again where that helps: after a write that met another (409 `Conflict` without causes), and when the server says when
 * to come back (429, 503 with `retryAfterSeconds`). Throws what the last try threw.
 */
export async function patiently<T>({ clock, signal }: ObjectWorld, ask: () => Promise<T>): Promise<T> {
  let conflicts = 0
  let refusals = 0
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const afterMs = retryAfterMs(error)
      const isLast = afterMs === undefined ? !isConflict(error) || ++conflicts >= CONFLICTS : ++refusals > REFUSALS
      if (isLast || signal.aborted) throw error
      await pause(clock, afterMs ?? FIRST_PAUSE_MS * conflicts, signal)
    }
  }
}

function retryAfterMs(error: unknown): number | undefined {
  if (!(error instanceof StatusError) || ![429, 503].includes(error.status.code)) return undefined
  const { retryAfterSeconds } = error.status.details ?? {}
  return retryAfterSeconds === undefined ? undefined : Math.min(retryAfterSeconds * 1000, MAX_PAUSE_MS)
}

/** Conflicts over fields have causes: they stay. */
function isConflict(error: unknown): boolean {
  return error instanceof StatusError && error.code === 'Conflict' && (error.status.details?.causes ?? []).length === 0
}
