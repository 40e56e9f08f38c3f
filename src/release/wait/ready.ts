import type { ManifestObject } from '../contract/apply.ts'
import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'

/** How long and by which rules objects are waited for. */
export interface WaitSettings {
  /** `hookOnly` waits for hooks alone. */
  readonly strategy: WaitStrategy
  /** 0 is 30 seconds with `watcher`. */
  readonly timeoutMs: number
  readonly waitsForJobs?: boolean
}

/** Waits until objects are ready. Throws ReleaseError `not-ready` at the first that has failed, and `timeout`. */
export async function waitReady(
  _world: ObjectWorld,
  _objects: readonly ManifestObject[],
  _settings: WaitSettings,
): Promise<void> {}
