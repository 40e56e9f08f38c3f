import type { RunOptions, WaitStrategy } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import { busyError } from '../history/busy.ts'
import { newestOf } from '../history/read.ts'
import { settle, type Verdict } from '../history/settle.ts'
import { deleteBegunHooks } from '../hook/delete.ts'
import { explainInterruption } from '../journal/explain.ts'
import type { Run } from './run.ts'
import { tearDown } from './tear-down.ts'

/** What recovering needs of an action's options. */
export interface RecoverOptions extends RunOptions {
  readonly timeoutMs: number
  readonly wait: WaitStrategy
  readonly noHooks?: boolean
}

/**
 * Explains and settles what a dead run left, before anything else is done with the release. Throws ReleaseError `locked`
 * when a run that left no lease may still be alive.
 */
export async function recover(run: Run, options: RecoverOptions): Promise<void> {
  const { interrupted, name, world, operation } = run
  if (interrupted !== undefined && !run.isTakenOver)
    world.report({ type: 'warning', text: explainInterruption(name, interrupted) })
  const takesOver = options.takesOver === true || operation === 'rollback' || operation === 'uninstall'
  const verdict = settle(run.history, operation, { interrupted, takesOver, nowMs: world.clock.now() })
  if (verdict.kind === 'busy') throw busyError(name, verdict)
  if (verdict.kind === 'clean') return run.forgetInterruption()
  await run.step('recover', async () => {
    world.report({ type: 'warning', text: outcomeText(run, verdict) })
    if (verdict.kind === 'uninstall') return await endUninstall(run, verdict.keepsHistory, options)
    await deleteBegunHooks(world, verdict.dead, { strategy: options.wait, timeoutMs: options.timeoutMs })
    for (const record of verdict.records) await run.update(record)
  })
  run.forgetInterruption()
}

type Unsettled = Extract<Verdict, { readonly kind: 'settle' | 'uninstall' }>

function outcomeText({ name }: Run, verdict: Unsettled): string {
  const { version, info } = verdict.dead
  const before = `release ${name}: revision ${version} was left ${info.status}`
  if (verdict.kind === 'uninstall') return `${before}; its uninstallation is done to the end first`
  const after = verdict.records.at(-1)?.info.status ?? info.status
  return `${before} and is marked ${after}`
}

/** An uninstall that died goes on from its start: what is gone already is no failure. */
async function endUninstall(run: Run, keepsHistory: boolean, options: RecoverOptions): Promise<void> {
  const current: Release = newestOf(run.history)
  run.current = current
  await deleteBegunHooks(run.world, current, { strategy: options.wait, timeoutMs: options.timeoutMs })
  await tearDown(run, { ...options, keepsHistory, cascade: 'background' }, (_, work) => work())
}
