import type { RenderContent } from '../contract/content.ts'
import type { UpgradeOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'

/** Upgrades a release; with `options.install` it installs one that is not there. Throws ReleaseError. */
export async function upgrade(_world: ReleaseWorld, options: UpgradeOptions, _render: RenderContent): Promise<Release> {
  throw new ReleaseError('apply', `release ${options.name}`)
}
