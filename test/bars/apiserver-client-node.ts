import { stderr } from 'node:process'
import { startBuilt } from '../cluster/harness.ts'
import { changes } from './client-node/change.ts'
import { elects } from './client-node/elect.ts'
import { bookmarks, informs, reconnects, watchesOn } from './client-node/follow.ts'
import { loadLibrary } from './client-node/library.ts'
import { openSession, type Session } from './client-node/session.ts'
import { streams } from './client-node/stream.ts'
import type { Verdict } from './verdict.ts'

const CHECKS: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  informer: informs,
  'informer over a restart': reconnects,
  'watch over three restarts': watchesOn,
  bookmarks,
  'leader election': elects,
  'patches and apply': changes,
  'exec, attach, port-forward': streams,
}

/** Bar apiserver.3: what @kubernetes/client-node does with a cluster, each check on one of its own; `part` picks some by name. */
export async function clientHolds(part = ''): Promise<Verdict> {
  const library = await loadLibrary()
  if (library === undefined)
    return { holds: false, figure: 'skipped: no @kubernetes/client-node, the registry is away' }
  const names = Object.keys(CHECKS).filter((name) => name.includes(part))
  let held = 0
  for (const name of names) {
    const cluster = startBuilt()
    try {
      await CHECKS[name]?.(openSession(library, cluster))
      held++
    } catch (error) {
      stderr.write(`${name}: ${error instanceof Error ? error.stack : JSON.stringify(error)}\n`)
    } finally {
      cluster.close()
    }
  }
  return {
    holds: held === names.length,
    figure: `${held}/${names.length} checks of @kubernetes/client-node: ${names.join(', ')}`,
  }
}
