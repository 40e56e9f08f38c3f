import type { UninstallOptions } from '../contract/options.ts'
import type { Uninstalled } from '../contract/result.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { newestOf, readHistory } from '../history/read.ts'
import { failureText } from '../history/settle.ts'
import { checkName } from './check.ts'
import { reasonOf } from './failure.ts'
import { recover } from './recover.ts'
import { type Run, withRun } from './run.ts'
import { purge, tearDown } from './tear-down.ts'

/**
 * Deletes the objects of a release, and its history unless that is kept. Throws ReleaseError. Source: helm.sh/helm/v4
 * pkg/action/uninstall.go.
 */
export async function uninstall(world: ReleaseWorld, options: UninstallOptions): Promise<Uninstalled> {
  const { name, description, keepsHistory, takesOver } = options
  if (options.dryRun === true) return await dryRun(world, options)
  checkName(options, () => `uninstall: Release name is invalid: ${name}`)
  return await withRun(world, { name, operation: 'uninstall', description, keepsHistory, takesOver }, async (run) => {
    await recover(run, options)
    if (run.history.length === 0) return missing(options)
    run.current = newestOf(run.history)
    if (run.current.info.status === 'uninstalled') return await forget(run, options)
    return await perform(run, options)
  })
}

async function perform(run: Run, options: UninstallOptions): Promise<Uninstalled> {
  try {
    const info = await tearDown(run, options, (name, work) => run.step(name, work))
    return { release: run.current, info }
  } catch (error) {
    run.checkHeld()
    if (run.history.length > 0) await tellFailure(run, error)
    throw error
  }
}

/** The record goes on saying `uninstalling`, as Helm leaves it; but that nobody is at work any more. */
async function tellFailure(run: Run, error: unknown): Promise<void> {
  run.goOnCalmly()
  const { current } = run
  if (current.info.status !== 'uninstalling') return
  const info = { ...current.info, description: failureText(current, reasonOf(error)) }
  await run.step('fail', () => run.updateQuietly({ ...current, info }))
}

/** Of an uninstalled release only the history is left to go. */
async function forget(run: Run, { keepsHistory, name }: UninstallOptions): Promise<Uninstalled> {
  if (keepsHistory === true)
    throw new ReleaseError('record-missing', `the release named ${JSON.stringify(name)} is already deleted`)
  await run.step('finish', () => purge(run))
  return { release: run.current, info: '' }
}

async function dryRun(world: ReleaseWorld, options: UninstallOptions): Promise<Uninstalled> {
  const history = await readHistory(world, options.name)
  if (history.length === 0 && options.ignoresNotFound === true) return { release: undefined, info: '' }
  return { release: newestOf(history), info: '' }
}

function missing({ ignoresNotFound, name }: UninstallOptions): Uninstalled {
  if (ignoresNotFound === true) return { release: undefined, info: '' }
  throw new ReleaseError('record-missing', `uninstall: Release not loaded: ${name}: release: not found`)
}
