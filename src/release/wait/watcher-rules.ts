import { asMap, isTrue, numberAt } from '#kinds'
import type { KubeObject } from '#kube'
import { completedJob, statusOf } from './kstatus.ts'
import { failed, notFound, type Standing, type Target, type View } from './standing.ts'
import { hopelessReason, podsOf } from './workload-pods.ts'

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'])

/** Where an object stands by the rules of Helm 4's `watcher`; a workload has failed once one of its pods is beyond hope. */
export function watcherStanding(target: Target, view: View, waitsForJobs: boolean): Standing {
  const live = view.get(target)
  if (live === undefined) return notFound
  const isJob = live.kind === 'Job' && live.apiVersion.startsWith('batch/')
  const standing = isJob && waitsForJobs ? completedJob(live) : statusOf(live, view.nowMs)
  if (standing.status !== 'InProgress' || !WORKLOADS.has(live.kind)) return standing
  return hopeless(live, view) ?? standing
}

/** Before its controller has seen the newest generation, the pods are those of an older one. */
function hopeless(workload: KubeObject, view: View): Standing | undefined {
  const { metadata, status } = workload
  if (numberAt(asMap(status), 'observedGeneration') !== numberAt(metadata, 'generation')) return undefined
  for (const pod of podsOf(workload, view)) {
    const reason = hopelessReason(pod, view.nowMs)
    if (reason !== undefined) return failed(reason)
  }
  return undefined
}

/** Whether Helm 4 does not wait for it at all: a Deployment that its manifest pauses. */
export function isPaused({ kind, spec }: KubeObject): boolean {
  return kind === 'Deployment' && isTrue(asMap(spec), 'paused')
}
