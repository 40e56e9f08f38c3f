import type { Compat } from '#source'
import { logLine } from '../chart/log.ts'
import type { Session } from '../frame/session.ts'

/** What Helm 4 logs before it says the same again: texts that stand alone, and those that a reason follows. */
const LOGGED = /^(hiding Kubernetes secrets requires a dry-run mode|cluster reachability check failed: [^]*)$/
const LOGGED_WITH_REASON = /^(release name check failed): ([^]*)$/

/** Runs an install; of what it throws, as Helm 4, some is logged before it is told. */
export async function loggingErrors<T>(
  flags: { readonly compat: Compat },
  session: Session,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const text = error instanceof Error && session.persona === 'helm' && flags.compat === 'helm4' ? error.message : ''
    const [, message, reason] = LOGGED.exec(text) ?? LOGGED_WITH_REASON.exec(text) ?? []
    if (message !== undefined)
      session.stderr.write(logLine('ERROR', message, reason === undefined ? {} : { error: reason }))
    throw error
  }
}
