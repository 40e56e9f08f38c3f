import type { RollbackOptions, UpgradeOptions } from '../contract/options.ts'
import { ReleaseError } from '../error.ts'
import { withStatus } from '../history/read.ts'
import { failureText } from '../history/settle.ts'
import { ChangeFailure } from './change.ts'
import { cleanUp, clearHooks } from './clean-up.ts'
import { reasonOf, reworded } from './failure.ts'
import { rollBack } from './roll-back.ts'
import type { Run } from './run.ts'

/** Marks the revision failed, cleans up and rolls back as the options say. Always throws. */
export async function failUpgrade(run: Run, options: UpgradeOptions, error: unknown): Promise<never> {
  const failure = error instanceof ChangeFailure ? error.cause : error
  run.checkHeld()
  run.goOnCalmly()
  const reason = reasonOf(failure)
  run.world.report({ type: 'log', text: 'upgrade failed', fields: { name: run.name, error: reason } })
  const failed = withStatus(run.current, 'failed', failureText(run.current, reason))
  await run.step('fail', async () => {
    await run.updateQuietly(failed)
    await clearHooks(run, options)
  })
  const created = error instanceof ChangeFailure ? error.created : []
  if (options.cleansUpOnFail === true && created.length > 0) {
    const words = `an error occurred while cleaning up resources. original upgrade error: ${reasonOf(failure)}`
    await cleanUp(run, created, words)
  }
  if (options.undoesOnFailure === true) await undo(run, options, failure)
  throw failure
}

/** Rolls back to the newest revision that was good. Always throws. */
async function undo(run: Run, options: UpgradeOptions, failure: unknown): Promise<never> {
  const good = run.history.findLast(({ info }) => info.status === 'superseded' || info.status === 'deployed')
  if (good === undefined) {
    const text = 'unable to find a previously successful release when attempting to rollback. original upgrade error'
    throw reworded(failure, `${text}: ${reasonOf(failure)}`, 'apply')
  }
  run.turnInto('rollback')
  try {
    await rollBack(run, rollbackOptions(options, good.version))
  } catch (error) {
    const text = 'an error occurred while rolling back the release. original upgrade error'
    throw reworded(error, `${text}: ${reasonOf(failure)}: ${reasonOf(error)}`, 'apply')
  }
  const flag = options.compat === 'helm3' ? 'atomic' : 'rollback-on-failure'
  const text = `release ${run.name} failed, and has been rolled back due to ${flag} being set: ${reasonOf(failure)}`
  throw failure instanceof ReleaseError
    ? reworded(failure, text, 'apply')
    : new ReleaseError('apply', text, { cause: failure })
}

/** What a rollback takes over of an upgrade's options. */
function rollbackOptions(options: UpgradeOptions, revision: number): RollbackOptions {
  const { description: _, labels: __, cleansUpOnFail: ___, ...shared } = options
  // as Helm: what failed stays in the history, whatever its limit, so that it can be looked at
  return { ...shared, revision, historyMax: 0 }
}
