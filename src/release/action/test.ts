import type { TestOptions } from '../contract/options.ts'
import type { Tested } from '../contract/result.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'

/** Runs the test hooks of a release. Throws ReleaseError when there is no such release. */
export async function runTests(_world: ReleaseWorld, options: TestOptions): Promise<Tested> {
  throw new ReleaseError('apply', `release ${options.name}`)
}
