import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import type { WaitSettings } from './ready.ts'

/** Waits until objects are gone. Throws ReleaseError `timeout`. */
export async function waitGone(
  _world: ObjectWorld,
  _objects: readonly ManifestObject[],
  _settings: WaitSettings,
): Promise<void> {}
