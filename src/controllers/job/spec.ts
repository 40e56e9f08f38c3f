import { isTrue, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'

/** What a job asks for. */
export interface JobSpec {
  readonly parallelism: number
  /** Undefined: one success is enough, and tells that no more pods are needed. */
  readonly completions: number | undefined
  readonly backoffLimit: number
  readonly isIndexed: boolean
  /** Failures that each index may have; undefined: they are not counted by index. */
  readonly limitPerIndex: number | undefined
  readonly maxFailedIndexes: number | undefined
  readonly isSuspended: boolean
  readonly deadlineMs: number | undefined
  /** Whether a pod is replaced only once it has ended, not while it is going away. */
  readonly replacesOnlyFailed: boolean
  readonly failureRules: readonly JsonObject[] | undefined
  readonly successRules: readonly JsonObject[]
  /** Whether containers are started again in their pod. */
  readonly restartsOnFailure: boolean
}

/** Reads the spec of a job that the API server has filled in. */
export function specOf(job: KubeObject): JobSpec {
  const spec = mapAt(job, 'spec')
  const deadline = numberAt(spec, 'activeDeadlineSeconds')
  const failurePolicy = spec['podFailurePolicy'] ?? undefined
  return {
    parallelism: numberAt(spec, 'parallelism') ?? 1,
    completions: numberAt(spec, 'completions'),
    backoffLimit: numberAt(spec, 'backoffLimit') ?? 6,
    isIndexed: textAt(spec, 'completionMode') === 'Indexed',
    limitPerIndex: numberAt(spec, 'backoffLimitPerIndex'),
    maxFailedIndexes: numberAt(spec, 'maxFailedIndexes'),
    isSuspended: isTrue(spec, 'suspend'),
    deadlineMs: deadline === undefined ? undefined : deadline * 1000,
    replacesOnlyFailed: textAt(spec, 'podReplacementPolicy') === 'Failed' || failurePolicy !== undefined,
    failureRules: failurePolicy === undefined ? undefined : mapsAt(mapAt(spec, 'podFailurePolicy'), 'rules'),
    successRules: mapsAt(mapAt(spec, 'successPolicy'), 'rules'),
    restartsOnFailure: textAt(mapAt(spec, 'template', 'spec'), 'restartPolicy') === 'OnFailure',
  }
}

/** Whether a controller of someone else's keeps a job. */
export function isManagedElsewhere(job: KubeObject): boolean {
  const manager = textAt(mapAt(job, 'spec'), 'managedBy')
  return manager !== '' && manager !== 'kubernetes.io/job-controller'
}
