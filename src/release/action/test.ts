import type { TestOptions } from '../contract/options.ts'
import type { Release, ReleaseHook } from '../contract/release.ts'
import type { Tested } from '../contract/result.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { newestOf } from '../history/read.ts'
import { deleteBegunTests } from '../hook/delete.ts'
import { logText } from '../hook/logs.ts'
import { type HookOwner, startHooks } from '../hook/run.ts'
import { byWeight } from '../hook/select.ts'
import { checkName } from './check.ts'
import { reasonOf, reworded } from './failure.ts'
import { hookSettings } from './part.ts'
import { recover } from './recover.ts'
import { type Run, withRun } from './run.ts'

/**
 * Runs the test hooks of a release; `tell` hears what came of them before their pods are cleaned up. Throws ReleaseError when
 * there is no such release, and `hook` when a test failed. Source: helm.sh/helm/v4 pkg/action/release_testing.go.
 */
export async function runTests(
  world: ReleaseWorld,
  options: TestOptions,
  tell: (tested: Tested) => Promise<void>,
): Promise<void> {
  const { name, takesOver } = options
  checkName(options, () => `releaseTest: Release name is invalid: ${name}`)
  await withRun(world, { name, operation: 'test', takesOver }, async (run) => {
    await settleDead(run, options)
    await perform(run, options, tell)
  })
}

/** A run without a lease is let alone, as Helm does it: tests write nothing that is its own. */
async function settleDead(run: Run, options: TestOptions): Promise<void> {
  if (run.interrupted === undefined || run.history.length === 0) return run.forgetInterruption()
  const settings = { timeoutMs: options.timeoutMs, wait: options.wait ?? 'watcher' } as const
  if (run.interrupted.journal?.operation !== 'test') return await recover(run, { ...options, ...settings })
  const strategy = settings.wait
  await run.step('recover', () => deleteBegunTests(run.world, newestOf(run.history), { ...settings, strategy }))
}

async function perform(run: Run, options: TestOptions, tell: (tested: Tested) => Promise<void>): Promise<void> {
  const release = newestOf(run.history)
  run.current = release
  const chosen = release.hooks.filter(isChosen(options))
  const skipped = release.hooks.filter((hook) => !chosen.includes(hook))
  const owner = ownerOf(run, { ...release, hooks: chosen }, skipped)
  const method = release.apply_method === 'ssa' ? 'ssa' : 'csa'
  const settings = { method, ...hookSettings({ ...options, wait: options.wait ?? 'watcher' }) } as const
  const { failure, cleanUp } = await run.step('tests', () => startHooks(owner, 'test', settings))
  run.goOnCalmly()
  const tested = whole(owner.current, skipped)
  await run.step('finish', () => run.update(tested))
  const told = failure && reworded(failure, reasonOf(failure), 'hook')
  await tell({ release: tested, failure: told, logs: () => testLogs(run.world, tested, options) })
  await run.step('clean-up', cleanUp)
  if (told !== undefined) throw told
}

/** Filters by name: those that are named, less those that are excepted. */
function isChosen({ only = [], except = [] }: TestOptions): (hook: ReleaseHook) => boolean {
  return ({ name }) => !except.includes(name) && (only.length === 0 || only.includes(name))
}

/** Hooks that do not run come first in the record from then on, as Helm has it. */
function whole(release: Release, skipped: readonly ReleaseHook[]): Release {
  return { ...release, hooks: [...skipped, ...release.hooks] }
}

function ownerOf(run: Run, current: Release, skipped: readonly ReleaseHook[]): HookOwner {
  return {
    world: run.world,
    current,
    async record() {
      await run.updateQuietly(whole(this.current, skipped))
    },
  }
}

async function* testLogs(world: ReleaseWorld, release: Release, options: TestOptions): AsyncGenerator<string> {
  const tests = byWeight(release.hooks).filter(({ events }) => events.includes('test'))
  for (const { name } of tests.filter(isChosen(options))) {
    const text = await podLog(world, name)
    yield `POD LOGS: ${name}\n${text}\n`
  }
}

async function podLog(world: ReleaseWorld, pod: string): Promise<string> {
  try {
    return await logText(world, { namespace: world.namespace, pod })
  } catch (error) {
    throw new ReleaseError('hook', `unable to get pod logs for ${pod}: ${reasonOf(error)}`, { cause: error })
  }
}
