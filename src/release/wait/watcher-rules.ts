import { asMap, isTrue } from '#kinds'
import type { KubeObject } from '#kube'
import { hopelessStanding } from './hopeless.ts'
import { completedJob, statusOf } from './kstatus.ts'
import type { Patience } from './patience.ts'
import { notFound, type Standing, type Target, type View } from './standing.ts'

/** What the rules go by besides what is seen. */
interface WatcherSettings {
  readonly waitsForJobs: boolean
  readonly patience: Patience
}

/** Where an object stands by the rules of Helm 4's `watcher`; what will not become ready by itself has failed. */
export function watcherStanding(target: Target, view: View, { waitsForJobs, patience }: WatcherSettings): Standing {
  const live = view.get(target)
  if (live === undefined) return notFound
  const isJob = live.kind === 'Job' && live.apiVersion.startsWith('batch/')
  const standing = isJob && waitsForJobs ? completedJob(live) : statusOf(live, view.nowMs)
  return standing.status === 'InProgress' ? (hopelessStanding(live, view, patience) ?? standing) : standing
}

/** Whether Helm 4 does not wait for it at all: a Deployment that its manifest pauses. */
export function isPaused({ kind, spec }: KubeObject): boolean {
  return kind === 'Deployment' && isTrue(asMap(spec), 'paused')
}
