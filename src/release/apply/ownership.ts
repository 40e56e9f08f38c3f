import type { ManifestObject, WriteSettings } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'

/**
 * Which of these objects are in the cluster already and may be taken over: they carry the release's marks, or
 * `takesOwnership` is set. Throws ReleaseError `ownership` for one that belongs to somebody else.
 */
export async function checkOwnership(
  _world: ObjectWorld,
  _objects: readonly ManifestObject[],
  _settings: Pick<WriteSettings, 'owner' | 'takesOwnership'>,
): Promise<readonly ManifestObject[]> {
  return []
}
