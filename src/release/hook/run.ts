import { createAll } from '../apply/create.ts'
import type { ApplyMethod, HookRun, Release, ReleaseHook } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { counted } from '../counted.ts'
import { ReleaseError } from '../error.ts'
import { waitHook } from '../wait/hook.ts'
import { type DeleteSettings, deleteByPolicy, readHook } from './delete.ts'
import { tellLogs } from './logs.ts'
import { type HookEvent, hooksFor } from './select.ts'

/** A revision whose hooks run; `current` changes while they do. */
export interface HookOwner {
  readonly world: ReleaseWorld
  current: Release
  /** Writes `current` into its record; a failure is told, not thrown. */
  record(): Promise<void>
}

/** How hooks are written and waited for. */
export interface HookSettings extends DeleteSettings {
  readonly method: ApplyMethod
  /** Failures are told as Helm 3 tells them. */
  readonly countsErrors?: boolean
}

/** What came of the hooks of an event. */
export interface HooksDone {
  readonly failure: Error | undefined
  /** Deletes what the hooks' policies say to delete now. */
  cleanUp(): Promise<void>
}

/** Runs the hooks of an event, and cleans up. Throws what went wrong with them. Source: helm pkg/action/hooks.go. */
export async function runHooks(owner: HookOwner, event: HookEvent, settings: HookSettings): Promise<void> {
  const { failure, cleanUp } = await startHooks(owner, event, settings)
  await cleanUp()
  if (failure !== undefined) throw failure
}

/** Runs the hooks of an event and leaves cleaning up to the caller, who may want to read their logs first. */
export async function startHooks(owner: HookOwner, event: HookEvent, settings: HookSettings): Promise<HooksDone> {
  const { world } = owner
  const done: ReleaseHook[] = []
  const { hooks } = owner.current
  for (const place of hooksFor(hooks, event).map((hook) => hooks.indexOf(hook))) {
    try {
      await runOne(owner, place, event, settings)
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error))
      const failed = owner.current.hooks[place]
      const wasCreated = failed?.last_run.phase === 'Failed' && !isNotCreated(error)
      if (failed === undefined || !wasCreated) return { failure, cleanUp: async () => undefined }
      await tellLogs(world, failed, 'hook-failed')
      return { failure, cleanUp: () => cleanUpFailed(world, failed, done, settings) }
    }
    const hook = owner.current.hooks[place]
    if (hook !== undefined) done.push(hook)
  }
  return { failure: undefined, cleanUp: () => cleanUpDone(world, done, settings) }
}

/** The hook's object could not even be created: nothing of it is there to be deleted. */
class HookNotCreated extends ReleaseError {}

function isNotCreated(error: unknown): boolean {
  return error instanceof HookNotCreated
}

async function runOne(owner: HookOwner, place: number, event: HookEvent, settings: HookSettings): Promise<void> {
  const { world } = owner
  const hook = withPolicy(owner, place)
  await deleteByPolicy(world, hook, 'before-hook-creation', settings)
  const objects = await readHook(world, hook, `unable to build kubernetes object for ${event} hook ${hook.path}`)
  note(owner, place, { started_at: timeOf(world), completed_at: '', phase: 'Running' })
  await owner.record()
  note(owner, place, { phase: 'Unknown' })
  try {
    await createAll(world, objects, { method: settings.method })
  } catch (thrown) {
    note(owner, place, { completed_at: timeOf(world), phase: 'Failed' })
    const error = settings.countsErrors === true ? counted(thrown) : thrown
    const reason = error instanceof Error ? error.message : String(error)
    throw new HookNotCreated('hook', `warning: Hook ${event} ${hook.path} failed: ${reason}`, { cause: error })
  }
  try {
    await waitHook(world, objects, { strategy: settings.strategy, timeoutMs: settings.timeoutMs })
  } catch (error) {
    note(owner, place, { completed_at: timeOf(world), phase: 'Failed' })
    throw settings.countsErrors === true ? counted(error) : error
  }
  note(owner, place, { completed_at: timeOf(world), phase: 'Succeeded' })
}

/** A hook without a policy is deleted before it is created again; the record says so from then on. */
function withPolicy(owner: HookOwner, place: number): ReleaseHook {
  const hook = hookAt(owner, place)
  if ((hook.delete_policies ?? []).length > 0) return hook
  return put(owner, place, { ...hook, delete_policies: ['before-hook-creation'] })
}

function note(owner: HookOwner, place: number, run: Partial<HookRun>): void {
  const hook = hookAt(owner, place)
  put(owner, place, { ...hook, last_run: { ...hook.last_run, ...run } })
}

function put(owner: HookOwner, place: number, hook: ReleaseHook): ReleaseHook {
  owner.current = { ...owner.current, hooks: owner.current.hooks.with(place, hook) }
  return hook
}

function hookAt({ current }: HookOwner, place: number): ReleaseHook {
  const hook = current.hooks[place]
  if (hook === undefined) throw new ReleaseError('hook', `release ${current.name} has no hook ${place}`)
  return hook
}

function timeOf({ timeText, clock }: ReleaseWorld): string {
  return timeText(clock.now())
}

async function cleanUpFailed(
  world: ReleaseWorld,
  failed: ReleaseHook,
  done: readonly ReleaseHook[],
  settings: DeleteSettings,
): Promise<void> {
  try {
    await deleteByPolicy(world, failed, 'hook-failed', settings)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    world.report({ type: 'warning', text: `error deleting the hook resource on hook failure: ${reason}` })
  }
  for (const hook of done) await deleteByPolicy(world, hook, 'hook-succeeded', settings)
}

async function cleanUpDone(world: ReleaseWorld, done: readonly ReleaseHook[], settings: DeleteSettings): Promise<void> {
  for (const hook of done.toReversed()) {
    await tellLogs(world, hook, 'hook-succeeded')
    await deleteByPolicy(world, hook, 'hook-succeeded', settings)
  }
}
