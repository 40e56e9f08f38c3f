import type { ManifestObject } from '../contract/apply.ts'
import type { ActionOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import { type HookSettings, runHooks } from '../hook/run.ts'
import type { HookEvent } from '../hook/select.ts'
import { waitReady } from '../wait/ready.ts'
import { reasonOf, reworded } from './failure.ts'
import type { Run } from './run.ts'

/** How each event's failure is told. Source: helm pkg/action/{install,upgrade,rollback}.go. */
const WORDS: Readonly<Partial<Record<HookEvent, (reason: string) => string>>> = {
  'pre-install': (reason) => `failed pre-install: ${reason}`,
  'post-install': (reason) => `failed post-install: ${reason}`,
  'pre-upgrade': (reason) => `pre-upgrade hooks failed: ${reason}`,
  'post-upgrade': (reason) => `post-upgrade hooks failed: ${reason}`,
}

/** The step of an event's hooks; left out when there are none. Throws ReleaseError `hook`, in Helm's words. */
export async function hooksStep(run: Run, event: HookEvent, options: ActionOptions): Promise<void> {
  if (options.noHooks === true || !run.current.hooks.some(({ events }) => events.includes(event))) return
  const method = run.current.apply_method ?? 'csa'
  const settings = { method, ...hookSettings(options) }
  try {
    await run.step(event.startsWith('pre-') ? 'pre-hooks' : 'post-hooks', () => runHooks(run, event, settings))
  } catch (error) {
    run.check()
    throw reworded(error, WORDS[event]?.(reasonOf(error)) ?? reasonOf(error), 'hook')
  }
}

/** How hooks are waited for, and in whose words their failures are told: Helm 3 knows one way. */
export function hookSettings({ wait, compat, timeoutMs }: Waiting): Omit<HookSettings, 'method'> {
  const isHelm3 = compat === 'helm3'
  return { strategy: isHelm3 ? 'legacy' : wait, timeoutMs, countsErrors: isHelm3 }
}

type Waiting = Pick<ActionOptions, 'wait' | 'compat' | 'timeoutMs'>

/** The step that waits for objects; left out with `hookOnly`. Throws ReleaseError `not-ready`, `timeout`. */
export async function waitStep(run: Run, objects: readonly ManifestObject[], options: ActionOptions): Promise<void> {
  const { wait: strategy, timeoutMs, waitsForJobs = false } = options
  if (strategy === 'hookOnly' || objects.length === 0) return
  await run.step('wait', () => waitReady(run.world, objects, { strategy, timeoutMs, waitsForJobs }))
}

/** `auto` is how the release was written last. */
export function methodAfter({ apply_method }: Release, { method }: ActionOptions): 'csa' | 'ssa' {
  if (method !== 'auto') return method
  return apply_method === 'ssa' ? 'ssa' : 'csa'
}
