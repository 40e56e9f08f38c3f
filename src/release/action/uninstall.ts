import type { UninstallOptions } from '../contract/options.ts'
import type { Uninstalled } from '../contract/result.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'

/** Deletes the objects of a release, and its history unless that is kept. Throws ReleaseError. */
export async function uninstall(_world: ReleaseWorld, options: UninstallOptions): Promise<Uninstalled> {
  throw new ReleaseError('apply', `release ${options.name}`)
}
