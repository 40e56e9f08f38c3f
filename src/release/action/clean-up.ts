import { removeAll } from '../apply/remove.ts'
import type { ManifestObject } from '../contract/apply.ts'
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
