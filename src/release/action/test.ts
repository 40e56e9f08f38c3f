import type { TestOptions } from '../contract/options.ts'
import type { Release, ReleaseHook } from '../contract/release.ts'
import type { Tested } from '../contract/result.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { newestOf, readHistory } from '../history/read.ts'
import { logText } from '../hook/logs.ts'
import { type HookOwner, startHooks } from '../hook/run.ts'
import { byWeight } from '../hook/select.ts'
import { checkName } from './check.ts'
import { reasonOf, reworded } from './failure.ts'

/**
 * Runs the test hooks of a release; those that fail are told in the result. Throws ReleaseError when there is no such
 * release. Source: helm.sh/helm/v4 pkg/action/release_testing.go.
 */
export async function runTests(world: ReleaseWorld, options: TestOptions): Promise<Tested> {
  checkName(options, () => `releaseTest: Release name is invalid: ${options.name}`)
  const release = newestOf(await readHistory(world, options.name))
  const chosen = release.hooks.filter(isChosen(options))
  const skipped = release.hooks.filter((hook) => !chosen.includes(hook))
  const owner = ownerOf(world, { ...release, hooks: chosen }, skipped)
  const method = release.apply_method === 'ssa' ? 'ssa' : 'csa'
  const settings = { method, strategy: options.wait ?? 'watcher', timeoutMs: options.timeoutMs } as const
  const { failure, cleanUp } = await startHooks(owner, 'test', settings)
  const tested = whole(owner.current, skipped)
  await world.driver.update(tested)
  return {
    release: tested,
    failure: failure && reworded(failure, reasonOf(failure), 'hook'),
    logs: () => testLogs(world, tested, options),
    cleanUp,
  }
}

/** Filters by name: those that are named, less those that are excepted. */
function isChosen({ only = [], except = [] }: TestOptions): (hook: ReleaseHook) => boolean {
  return ({ name }) => !except.includes(name) && (only.length === 0 || only.includes(name))
}

/** Hooks that do not run come first in the record from then on, as Helm has it. */
function whole(release: Release, skipped: readonly ReleaseHook[]): Release {
  return { ...release, hooks: [...skipped, ...release.hooks] }
}

function ownerOf(world: ReleaseWorld, current: Release, skipped: readonly ReleaseHook[]): HookOwner {
  return {
    world,
    current,
    async record() {
      try {
        await world.driver.update(whole(this.current, skipped))
      } catch (error) {
        world.report({ type: 'warning', text: `failed to update release ${current.name}: ${reasonOf(error)}` })
      }
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
