import type { RollbackOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { previewHistory } from '../history/preview.ts'
import { checkName, isDryRun } from './check.ts'
import { recover } from './recover.ts'
import { rollBack, rollbackDraft } from './roll-back.ts'
import { withRun } from './run.ts'

/**
 * Makes an earlier revision the deployed one; nothing is rendered again. Throws ReleaseError; what failed midway leaves a
 * `failed` record.
 */
export async function rollback(world: ReleaseWorld, options: RollbackOptions): Promise<Release> {
  const { name, description, takesOver } = options
  checkName(options, () => `prepareRollback: Release name is invalid: ${name}`)
  if (options.revision < 0) throw new ReleaseError('usage', 'invalid release revision')
  if (isDryRun(options)) {
    const history = await previewHistory(world, { ...options, next: 'rollback' })
    return rollbackDraft(world, history, options)
  }
  return await withRun(world, { name, operation: 'rollback', description, takesOver }, async (run) => {
    await recover(run, options)
    return await rollBack(run, options)
  })
}
