import { removeAll } from '../apply/remove.ts'
import type { ManifestObject } from '../contract/apply.ts'
import type { ActionOptions } from '../contract/options.ts'
import { deleteBegunHooks } from '../hook/delete.ts'
import { reasonOf, reworded } from './failure.ts'
import type { Run } from './run.ts'

/** The step that deletes what a failed change created. Throws ReleaseError that begins with `words`. */
export async function cleanUp(run: Run, created: readonly ManifestObject[], words: string): Promise<void> {
  try {
    await run.step('clean-up', () => removeAll(run.world, created, { cascade: 'background' }))
  } catch (error) {
    throw reworded(error, `${words}: unable to cleanup resources: ${reasonOf(error)}`, 'delete')
  }
}

/** After a signal: deletes hooks that were at work and would be in the way of the next run. What goes wrong is told. */
export async function clearHooks(run: Run, { wait: strategy, timeoutMs }: ActionOptions): Promise<void> {
  if (!run.isCancelled) return
  try {
    await deleteBegunHooks(run.world, run.current, { strategy, timeoutMs })
  } catch (error) {
    run.world.report({ type: 'warning', text: `hooks of release ${run.name} are left: ${reasonOf(error)}` })
  }
}
