import { removeAll } from '../apply/remove.ts'
import type { WaitStrategy } from '../contract/options.ts'
import type { HookRun, Release, ReleaseHook } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { readManifest } from '../manifest/read.ts'
import { waitGone } from '../wait/gone.ts'

/** When a hook's objects are deleted; Helm's words. */
export type DeletePolicy = 'before-hook-creation' | 'hook-succeeded' | 'hook-failed'

/** How long deletions are waited for. */
export interface DeleteSettings {
  readonly strategy: WaitStrategy
  readonly timeoutMs: number
}

/** Deletes the objects of a hook if one of its policies says so, and waits until they are gone. Never a CRD. */
export async function deleteByPolicy(
  world: ReleaseWorld,
  hook: ReleaseHook,
  policy: DeletePolicy,
  settings: DeleteSettings,
): Promise<void> {
  if (hook.delete_policies?.includes(policy) !== true) return
  await deleteHook(world, hook, settings)
}

/**
 * Deletes what a dead run left of hooks: those that it had begun and that would not be deleted by the next run, which then
 * could not create them.
 */
export async function deleteBegunHooks(world: ReleaseWorld, dead: Release, settings: DeleteSettings): Promise<void> {
  const sinceMs = Date.parse(dead.info.status === 'uninstalling' ? dead.info.deleted : dead.info.last_deployed)
  const begun = dead.hooks.filter(({ last_run: run }) => Date.parse(run.started_at) >= sinceMs)
  for (const hook of begun.filter(isStuck)) await deleteHook(world, hook, settings)
}

/** The same for a test that died: its hooks say themselves that they were running. */
export async function deleteBegunTests(
  world: ReleaseWorld,
  { hooks }: Release,
  settings: DeleteSettings,
): Promise<void> {
  const begun = hooks.filter(({ events, last_run: { phase } }) => events.includes('test') && RUNNING.has(phase))
  for (const hook of begun.filter(isStuck)) await deleteHook(world, hook, settings)
}

const RUNNING: ReadonlySet<string> = new Set<HookRun['phase']>(['Running', 'Unknown'])

/** The next run would find it in its way: nothing deletes it before. */
function isStuck({ delete_policies: policies = [] }: ReleaseHook): boolean {
  return policies.length > 0 && !policies.includes('before-hook-creation')
}

async function deleteHook(world: ReleaseWorld, hook: ReleaseHook, settings: DeleteSettings): Promise<void> {
  // a CRD takes all of its objects along
  if (hook.kind === 'CustomResourceDefinition') return
  const objects = await readHook(world, hook, `unable to build kubernetes object for deleting hook ${hook.path}`)
  await removeAll(world, objects, { cascade: 'background' })
  // Helm 4 does not wait with `hookOnly`, and may then find the old object still there when it creates the new one
  const strategy = settings.strategy === 'hookOnly' ? 'watcher' : settings.strategy
  await waitGone(world, objects, { strategy, timeoutMs: settings.timeoutMs })
}

/** The objects of a hook. Throws ReleaseError `bad-manifest` that begins with `words`. */
export async function readHook(
  world: ReleaseWorld,
  { manifest }: ReleaseHook,
  words: string,
): ReturnType<typeof readManifest> {
  try {
    return await readManifest(manifest, world)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ReleaseError('bad-manifest', `${words}: ${reason}`, { cause: error })
  }
}
