import { mapAt, numberAt, textsAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject } from '#kube'
import { phaseOf } from '../pod/state.ts'
import { indexOf, validIndexOf } from './completion-index.ts'
import type { Condition } from './condition.ts'
import { judge } from './failure-policy.ts'
import { printIntervals, totalOf } from './intervals.ts'
import { isFailed, isTracked, type Look, uidOf } from './look.ts'
import { CRITERIA_MET } from './outcome.ts'

/** Pods to let go once the status says that they are counted. */
export interface Account {
  readonly release: readonly KubeObject[]
  /** Whether pods were left for the next time, so that the status does not grow too long. */
  readonly isPartial: boolean
}

/** How many pods may be on their way between the pods' finalizers and the counts. */
const MAX_UNCOUNTED = 500

/**
 * Puts the pods that ended into the status (mutates): first by their uids, so that a crash before their finalizers are
 * gone counts none twice. Source: kubernetes `trackJobStatusAndRemoveFinalizers`.
 */
export function account(look: Look, status: JsonObject, finished: Condition | undefined): Account {
  const { spec, indexes } = look
  const tracked = look.pods.filter((pod) => isTracked(pod) && !look.released.has(uidOf(pod)))
  settle(status, new Set(tracked.map(uidOf)))
  const noted = uncountedOf(status)
  const release: KubeObject[] = []
  let isPartial = false
  for (const pod of spec.isIndexed ? tracked.sort((a, b) => (indexOf(a) ?? -1) - (indexOf(b) ?? -1)) : tracked) {
    if (!mayRelease(look, pod, finished)) continue
    release.push(pod)
    const list = listFor(look, pod, finished)
    if (list !== undefined) noted[list].push(uidOf(pod))
    if (noted.succeeded.length + noted.failed.length >= MAX_UNCOUNTED) {
      isPartial = true
      break
    }
  }
  putUncounted(status, noted)
  if (indexes !== undefined) {
    putCount(status, 'succeeded', totalOf(indexes.succeeded))
    putText(status, 'completedIndexes', printIntervals(indexes.succeeded))
    if (indexes.failed === undefined) delete status['failedIndexes']
    else status['failedIndexes'] = printIntervals(indexes.failed)
  }
  return { release, isPartial }
}

/** Counts pods of the status whose finalizer is gone (mutates). */
export function settle(status: JsonObject, withFinalizer: ReadonlySet<string>): void {
  const noted = uncountedOf(status)
  for (const list of ['succeeded', 'failed'] as const) {
    const left = noted[list].filter((uid) => withFinalizer.has(uid))
    const gone = noted[list].length - left.length
    if (gone > 0) putCount(status, list, (numberAt(status, list) ?? 0) + gone)
    noted[list] = left
  }
  putUncounted(status, noted)
}

/** How many pods of the status wait for their finalizers. */
export function uncountedTotal(status: JsonObject): number {
  const { succeeded, failed } = uncountedOf(status)
  return succeeded.length + failed.length
}

/** Sets a count of a status (mutates); nothing is left out. */
export function putCount(status: JsonObject, field: string, count: number): void {
  if (count === 0) delete status[field]
  else status[field] = count
}

function putText(status: JsonObject, field: string, text: string): void {
  if (text === '') delete status[field]
  else status[field] = text
}

interface Uncounted {
  succeeded: string[]
  failed: string[]
}

function uncountedOf(status: JsonObject): Uncounted {
  const noted = mapAt(status, 'uncountedTerminatedPods')
  return { succeeded: [...textsAt(noted, 'succeeded')], failed: [...textsAt(noted, 'failed')] }
}

function putUncounted(status: JsonObject, { succeeded, failed }: Uncounted): void {
  status['uncountedTerminatedPods'] = {
    ...(succeeded.length > 0 && { succeeded }),
    ...(failed.length > 0 && { failed }),
  }
}

/** Source: kubernetes `canRemoveFinalizer`. */
function mayRelease({ job, spec, indexes }: Look, pod: KubeObject, finished: Condition | undefined): boolean {
  const isOver = isTerminating(job) || finished !== undefined
  if (isOver || phaseOf(pod) === 'Succeeded') return true
  if (!isFailed(pod, spec)) return false
  const index = indexOf(pod)
  return index === undefined || uidOf(indexes?.kept.get(index) ?? NO_POD) !== uidOf(pod)
}

const NO_POD: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '' } }

/** Where a pod is noted; undefined when it is there already or does not count. Indexes that succeeded need no uids. */
function listFor(look: Look, pod: KubeObject, finished: Condition | undefined): keyof Uncounted | undefined {
  const { spec, uncounted } = look
  const uid = uidOf(pod)
  const isCounted = uncounted.failed.has(uid)
  if (phaseOf(pod) === 'Succeeded' && !isCounted) {
    return spec.isIndexed || uncounted.succeeded.has(uid) ? undefined : 'succeeded'
  }
  // with a job that fails, every pod that has not ended fails
  const fails = isFailed(pod, spec) || (finished !== undefined && finished.type !== CRITERIA_MET)
  const isValid = !spec.isIndexed || validIndexOf(pod, spec.completions) !== undefined
  return fails && !isCounted && isValid && judge(spec.failureRules, pod).counts ? 'failed' : undefined
}
