import { type Chart, type Compat, loadChart, resolveSource, type SourcePlan } from '#source'
import type { Session } from '../frame/session.ts'
import type { ChartSourceInput } from './source-input.ts'

/** The chart that the user named, downloaded when it is not local; loading warnings go to stderr. */
export async function loadNamedChart(name: string, flags: ChartSourceInput, session: Session): Promise<Chart> {
  const path = await locateChart(name, flags, session)
  return loadLocalChart(path, flags.compat, {
    session,
    origin: path.startsWith('/') && !name.startsWith('/') ? name : path,
  })
}

/** A chart folder or archive; `origin` is how the user named it. */
export function loadLocalChart(
  path: string,
  compat: Compat,
  { session, origin }: { session: Session; origin?: string },
): Chart {
  return loadChart(path, {
    compat,
    onWarning: (line) => session.stderr.write(`${line}\n`),
    ...(origin && { origin }),
  })
}

/** The path of the chart that the user named; downloads into the cache when it is not local. */
export async function locateChart(name: string, flags: ChartSourceInput, session: Session): Promise<string> {
  const plan = resolveSource(name, {
    ...(flags.repo && { repositoryUrl: flags.repo }),
    ...(flags.version && { version: flags.version }),
  })
  if (isLocal(plan)) {
    if (flags.verify) await verifyLocal(plan.path, flags, session)
    return plan.path
  }
  return (await import('./download.ts')).downloadToCache(plan, flags, session)
}

function isLocal(plan: SourcePlan): plan is Extract<SourcePlan, { path: string }> {
  return plan.kind === 'folder' || plan.kind === 'archive'
}

async function verifyLocal(path: string, flags: ChartSourceInput, session: Session): Promise<void> {
  const [{ verifyFile }, { keyringPath }] = await Promise.all([import('#repo'), import('./keyring.ts')])
  await verifyFile(path, keyringPath(flags.keyring, flags, session), new Date(session.now()))
}
