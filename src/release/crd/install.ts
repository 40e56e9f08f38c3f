import type { RenderedResource } from '#render'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'

/** How CRDs are installed. */
export interface CrdSettings extends Pick<WriteSettings, 'method' | 'isForcedConflicts' | 'isDryRun'> {
  readonly strategy: WaitStrategy
}

/** Installs the CRDs of a chart that are not there yet and waits for them; gives those. Throws ReleaseError `crd`. */
export async function installCrds(
  _world: ObjectWorld,
  _crds: readonly RenderedResource[],
  _settings: CrdSettings,
): Promise<readonly ManifestObject[]> {
  return []
}
