import type { RollbackOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'

/** Makes an earlier revision the deployed one; nothing is rendered again. Throws ReleaseError. */
export async function rollback(_world: ReleaseWorld, options: RollbackOptions): Promise<Release> {
  throw new ReleaseError('apply', `release ${options.name}`)
}
