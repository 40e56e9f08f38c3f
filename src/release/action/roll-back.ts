import type { RollbackOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { definitionsIn, withKinds } from '../crd/new-kinds.ts'
import { ReleaseError } from '../error.ts'
import { liveObjects } from '../history/leftovers.ts'
import { newestOf, withStatus } from '../history/read.ts'
import { endText, failureText, superseded } from '../history/settle.ts'
import { carryPolicy } from '../ownership/keep.ts'
import { ChangeFailure, changeObjects, readNew, writeSettings } from './change.ts'
import { cleanUp, clearHooks } from './clean-up.ts'
import { reasonOf, reworded } from './failure.ts'
import { methodAfter } from './part.ts'
import { prune } from './prune.ts'
import type { Run } from './run.ts'

/** Makes an earlier revision a new, deployed one. Throws ReleaseError. Source: helm.sh/helm/v4 pkg/action/rollback.go. */
export async function rollBack(run: Run, options: RollbackOptions): Promise<Release> {
  const base = newestOf(run.history)
  const draft = rollbackDraft(run.world, run.history, options)
  run.world = withKinds(run.world, definitionsIn(draft.manifest))
  const before = await liveObjects(run.world, run.history, base)
  const after = await readTarget(run.world, draft)
  await prune(run, options.historyMax)
  run.current = draft
  await run.step('record', () => run.create(draft))
  try {
    const hooks = { before: 'pre-rollback', after: 'post-rollback' } as const
    const settings = writeSettings(draft, options, true)
    await changeObjects(run, { change: { before, after }, hooks, settings }, options)
  } catch (error) {
    return await fail(run, { base, options }, error)
  }
  await run.step('finish', async () => {
    for (const record of superseded(run.history, run.current)) await run.updateQuietly(record)
    await run.update(withStatus(run.current, 'deployed', endText(run.current, options.description ?? '')))
  })
  return run.current
}

async function readTarget(world: ReleaseWorld, draft: Release): ReturnType<typeof readNew> {
  try {
    return await readNew(world, draft)
  } catch (error) {
    if (!reasonOf(error).includes('ensure CRDs are installed first')) throw error
    const hint = 'this revision needs kinds whose definitions are gone; create those again first. Nothing was changed'
    throw new ReleaseError('bad-manifest', reasonOf(error), { hint, cause: error })
  }
}

/** The revision that a rollback makes. Throws ReleaseError `record-missing` where there is nothing to go back to. */
export function rollbackDraft(
  { clock, timeText }: ReleaseWorld,
  history: readonly Release[],
  options: RollbackOptions,
): Release {
  const base = newestOf(history)
  const revision = options.revision === 0 ? base.version - 1 : options.revision
  const target = history.find(({ version }) => version === revision)
  if (target === undefined) throw new ReleaseError('record-missing', `release has no ${revision} version`)
  return {
    ...target,
    chart: carryPolicy(target.chart, base.chart),
    namespace: base.namespace,
    version: base.version + 1,
    info: {
      first_deployed: base.info.first_deployed,
      last_deployed: timeText(clock.now()),
      deleted: '',
      description: `Rollback to ${revision}`,
      status: 'pending-rollback',
      ...(target.info.notes !== undefined && { notes: target.info.notes }),
    },
    apply_method: methodAfter(target, options),
  }
}

/** Marks the revision failed. Always throws. */
async function fail(
  run: Run,
  { base, options }: { readonly base: Release; readonly options: RollbackOptions },
  error: unknown,
): Promise<never> {
  const failure = error instanceof ChangeFailure ? error.cause : error
  run.checkHeld()
  run.goOnCalmly()
  const stage = error instanceof ChangeFailure ? error.stage : 'objects'
  const reason = reasonOf(failure)
  const text =
    stage === 'wait' ? `Release ${JSON.stringify(run.name)} failed: ${reason}` : failureText(run.current, reason)
  if (stage === 'objects') run.world.report({ type: 'log', text, fields: {} })
  await run.step('fail', async () => {
    // Helm does so, and the next upgrade or rollback then starts from the revision that failed
    if (stage === 'objects') await run.updateQuietly(withStatus(base, 'superseded'))
    await run.updateQuietly(withStatus(run.current, 'failed', text))
    await clearHooks(run, options)
  })
  const created = error instanceof ChangeFailure ? error.created : []
  if (options.cleansUpOnFail === true && stage === 'objects' && created.length > 0)
    await cleanUp(run, created, `an error occurred while cleaning up resources. original rollback error: ${reason}`)
  throw stage === 'wait' ? reworded(failure, `release ${run.name} failed: ${reason}`, 'not-ready') : failure
}
