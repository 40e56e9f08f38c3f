import type { Context, Controller } from '#reconcile'
import type { SchedulerConfiguration } from './configuration/configuration.ts'
import { type ResolvedConfiguration, resolveProfiles } from './configuration/resolve.ts'
import { startScheduler } from './run/run.ts'
import { types } from './types.ts'

/**
 * The scheduler as one controller: it has a queue of its own, so no key ever reaches the shared loop. The configuration has
 * the shape of KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1). Throws SchedulerError when it is wrong.
 */
export function createScheduler(configuration: SchedulerConfiguration = {}): readonly Controller[] {
  const resolved: ResolvedConfiguration = resolveProfiles(configuration)
  return [
    {
      name: 'scheduler',
      component: 'default-scheduler',
      watches: Object.values(types).map((type) => ({ type, keysOf: () => [] })),
      begin: (context: Context) => startScheduler(resolved, context),
      reconcile: () => Promise.resolve(undefined),
    },
  ]
}
