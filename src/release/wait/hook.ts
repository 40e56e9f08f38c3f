import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import type { WaitSettings } from './ready.ts'

/** Waits until the objects of a hook are done: jobs complete, pods succeeded. Throws ReleaseError `not-ready`, `timeout`. */
export async function waitHook(
  _world: ObjectWorld,
  _objects: readonly ManifestObject[],
  _settings: WaitSettings,
): Promise<void> {}
