import { removeAll } from '../apply/remove.ts'
import type { ManifestObject } from '../contract/apply.ts'
import type { UninstallOptions } from '../contract/options.ts'
import { ReleaseError } from '../error.ts'
import { liveObjects } from '../history/leftovers.ts'
import { withStatus } from '../history/read.ts'
import { DELETION_UNDERWAY, superseded } from '../history/settle.ts'
import { runHooks } from '../hook/run.ts'
import type { HookEvent } from '../hook/select.ts'
import type { StepName } from '../journal/steps.ts'
import { partByPolicy } from '../manifest/keep.ts'
import { inOrderOf } from '../manifest/order.ts'
import { waitGone } from '../wait/gone.ts'
import { hookSettings } from './part.ts'
import type { Run } from './run.ts'

/** Does the work of a step; an uninstall that is part of another operation has no steps of its own. */
export type InStep = <T>(name: StepName<'uninstall'>, work: () => Promise<T>) => Promise<T>

/**
 * Deletes the objects of `run.current` and ends its history; gives Helm's text on objects that are kept. Throws
 * ReleaseError. Source: helm.sh/helm/v4 pkg/action/uninstall.go.
 */
export async function tearDown(run: Run, options: UninstallOptions, inStep: InStep): Promise<string> {
  const { world } = run
  run.current = leaving(run)
  await hooks(run, options, { event: 'pre-delete', inStep })
  await inStep('record', () => run.record())
  const { going, kept } = await inStep('objects', () => deleteObjects(run, options))
  const failures = await tolerant([
    () => (options.wait === 'hookOnly' ? undefined : inStep('wait', () => waitGone(world, going, waitOf(options)))),
    () => hooks(run, options, { event: 'post-delete', inStep }),
    () => inStep('finish', () => endHistory(run, options)),
  ])
  if (failures.length > 0) throw joined(failures)
  return kept.length === 0
    ? ''
    : `These resources were kept due to the resource policy:\n${kept.map(keptLine).join('')}`
}

function leaving({ current, world }: Run): Run['current'] {
  const deleted = world.timeText(world.clock.now())
  const info = { ...current.info, status: 'uninstalling', deleted, description: DELETION_UNDERWAY } as const
  return { ...current, info }
}

async function hooks(
  run: Run,
  options: UninstallOptions,
  { event, inStep }: { readonly event: HookEvent; readonly inStep: InStep },
): Promise<void> {
  if (options.noHooks === true || !run.current.hooks.some(({ events }) => events.includes(event))) return
  const method = options.compat === 'helm3' ? 'csa' : 'ssa'
  await inStep(event === 'pre-delete' ? 'pre-hooks' : 'post-hooks', () =>
    runHooks(run, event, { method, ...hookSettings(options) }),
  )
}

function waitOf({ wait, timeoutMs }: UninstallOptions): { strategy: UninstallOptions['wait']; timeoutMs: number } {
  return { strategy: wait, timeoutMs }
}

interface Parted {
  readonly going: readonly ManifestObject[]
  readonly kept: readonly ManifestObject[]
}

async function deleteObjects(run: Run, { cascade, compat = 'helm4' }: UninstallOptions): Promise<Parted> {
  const { kept, removed } = partByPolicy(await liveObjects(run.world, run.history, run.current))
  try {
    const going = await removeAll(run.world, inOrderOf('uninstall', removed, compat), { cascade })
    return { going, kept: inOrderOf('uninstall', kept, compat) }
  } catch (error) {
    run.check()
    const reason = error instanceof Error ? error.message : String(error)
    throw new ReleaseError('delete', `failed to delete release: ${run.name}`, { hint: reason, cause: error })
  }
}

function keptLine({ object }: ManifestObject): string {
  return `[${object.kind}] ${object.metadata.name}\n`
}

/** Purges the history, or keeps it with its newest revision as uninstalled. */
async function endHistory(run: Run, { keepsHistory, description }: UninstallOptions): Promise<void> {
  if (keepsHistory !== true) return await purge(run)
  await run.updateQuietly(withStatus(run.current, 'uninstalled', description || 'Uninstallation complete'))
  for (const record of superseded(run.history, run.current)) await run.updateQuietly(record)
}

/** Removes all records, the newest last: it tells what is going on. Throws what the driver throws. */
export async function purge(run: Run): Promise<void> {
  for (const record of run.history) {
    try {
      await run.remove(record)
    } catch (error) {
      if (error instanceof ReleaseError && error.code === 'record-missing') continue
      const reason = error instanceof Error ? error.message : String(error)
      throw new ReleaseError('record-store', `uninstall: Failed to purge the release: ${reason}`, { cause: error })
    }
  }
}

/** Does all, and gives what went wrong. A signal, or a release that is lost, ends it. */
async function tolerant(works: readonly (() => Promise<void> | undefined)[]): Promise<readonly unknown[]> {
  const failures: unknown[] = []
  for (const work of works) {
    try {
      await work()
    } catch (error) {
      if (error instanceof ReleaseError && (error.code === 'interrupted' || error.code === 'locked')) throw error
      failures.push(error)
    }
  }
  return failures
}

function joined(failures: readonly unknown[]): ReleaseError {
  const texts = failures.map((error) => (error instanceof Error ? error.message : String(error)))
  const [cause] = failures
  const code = failures.every((error) => error instanceof ReleaseError && error.code === 'timeout')
    ? 'timeout'
    : 'delete'
  return new ReleaseError(code, `uninstallation completed with ${failures.length} error(s): ${texts.join('; ')}`, {
    cause,
  })
}
