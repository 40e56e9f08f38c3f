import { keepGenerated, keepPolicy, parseFieldPolicy, type ReleaseWorld, type RenderContent } from '#release'
import { templateEnvironment } from '../chart/environment.ts'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { logLine } from '../chart/log.ts'
import type { Session } from '../frame/session.ts'
import { openProgress, type ProgressFlags } from '../view/progress.ts'
import { helmLog } from './helm-log.ts'
import { logEvent } from './log-events.ts'
import { openNowhere, openWorld } from './world.ts'

/** How long a command may take to mark its record after a signal; a second signal ends it at once. */
const GRACE_MS = 30_000

/** A command line that acts on a cluster. */
export interface Acting {
  readonly flags: GlobalInput & Pick<ProgressFlags, 'output' | 'progress'>
  readonly session: Session
  /** `--dry-run=client`: no cluster is asked, records are kept nowhere. */
  readonly isOffline?: boolean
  /** What undoing may take after a signal, where that is asked for. */
  readonly undoMs?: number
  /** Said before a failure to reach the cluster. */
  readonly checkText?: string
}

/** Opens the world, shows what happens in it while `act` runs, and closes it. */
export async function inWorld<T>(acting: Acting, act: (world: ReleaseWorld) => Promise<T>): Promise<T> {
  const { flags, session, isOffline = false, undoMs = 0, checkText } = acting
  const progress = openProgress(session, flags)
  const report = teller(progress.report, flags, session)
  let failure: unknown
  session.extendGrace?.(GRACE_MS + undoMs)
  try {
    const world = isOffline ? await openNowhere(flags, session) : await openWorld(flags, session, { report, checkText })
    if (!isOffline) progress.follow(world)
    try {
      return await act(world)
    } finally {
      await closeWorld(world)
    }
  } catch (error) {
    failure = error
    throw error
  } finally {
    await progress.close(failure)
  }
}

/** Shows an event, and logs it. Under the `helm` persona nothing is drawn: hooks' logs and warnings are lines of their own. */
function teller(show: ReleaseWorld['report'], flags: GlobalInput, session: Session): ReleaseWorld['report'] {
  const log = helmLog(flags, session)
  return (event) => {
    show(event)
    logEvent(log, event)
    if (session.persona === 'berth') return
    if (event.type === 'warning') log.warn(event.text)
    if (event.type === 'line' && flags.compat === 'helm4') session.stderr.write(logLine('INFO', event.text))
  }
}

/** Ends the connections of a world. */
export async function closeWorld({ driver, client }: ReleaseWorld): Promise<void> {
  await driver.close?.()
  client.transport.close()
}

/** The flags that go with what is rendered. */
export interface RenderingFlags {
  readonly 'field-policy': readonly string[]
}

/**
 * The render for an action: with the given rules for fields, and its warnings on stderr, each one once. Values that a chart
 * generates are kept from the revision before; under the `helm` persona they are made anew, as Helm does it.
 */
export function renderFor(render: RenderContent, flags: RenderingFlags, session: Session): RenderContent {
  const told = tellingWarnings(render, session)
  const kept = session.persona === 'helm' ? told : keepGenerated(told, templateEnvironment(session))
  return keepPolicy(kept, parseFieldPolicy(flags['field-policy'].join('\n')))
}

function tellingWarnings(render: RenderContent, session: Session): RenderContent {
  const told = new Set<string>()
  return async (request) => {
    const content = await render(request)
    for (const warning of content.warnings) {
      if (!told.has(warning)) session.stderr.write(`${warning}\n`)
      told.add(warning)
    }
    return content
  }
}
