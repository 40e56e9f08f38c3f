import { asMap, mapAt, mapsAt, textAt as textOf, textsAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { podOf } from '../pod/make.ts'
import { FAILURES, failuresBefore, IGNORED_FAILURES, INDEX, ignoredBefore } from './completion-index.ts'
import { judge } from './failure-policy.ts'
import { TRACKING } from './look.ts'
import type { JobSpec } from './spec.ts'

const ENVIRONMENT = 'JOB_COMPLETION_INDEX'
/** Names of pods are generated with five more letters. */
const MAX_PREFIX = 58

/** A pod of a job without indexes. */
export function jobPod(job: KubeObject): KubeObject {
  return podOf(job, mapAt(job, 'spec', 'template'), { finalizers: finalizersOf(job) })
}

/** A pod for an index, and the failed one it takes the place of. */
export interface Placed {
  readonly index: number
  readonly instead: KubeObject | undefined
}

/** The pod of an indexed job for one index: it tells its index by annotation, label, environment and hostname. */
export function indexedPod(job: KubeObject, spec: JobSpec, { index, instead }: Placed): KubeObject {
  const template = mapAt(job, 'spec', 'template')
  const { labels, annotations } = mapAt(template, 'metadata')
  const failures = spec.limitPerIndex === undefined ? {} : failureCounts(spec, instead)
  const pod = podOf(job, template, {
    generateName: prefixOf(job.metadata.name, index),
    labels: { ...asMap(labels), [INDEX]: `${index}` },
    annotations: { ...asMap(annotations), [INDEX]: `${index}`, ...failures },
    finalizers: finalizersOf(job),
  })
  return { ...pod, spec: { ...withIndexVariable(mapAt(template, 'spec')), hostname: `${job.metadata.name}-${index}` } }
}

function finalizersOf(job: KubeObject): string[] {
  const own = textsAt(mapAt(job, 'spec', 'template', 'metadata'), 'finalizers')
  return own.includes(TRACKING) ? [...own] : [...own, TRACKING]
}

function prefixOf(name: string, index: number): string {
  const end = `-${index}-`
  return name.slice(0, MAX_PREFIX - end.length) + end
}

function failureCounts({ failureRules }: JobSpec, instead: KubeObject | undefined): JsonObject {
  if (instead === undefined) return { [FAILURES]: '0' }
  const { counts } = judge(failureRules, instead)
  const failures = failuresBefore(instead) + (counts ? 1 : 0)
  const ignored = ignoredBefore(instead) + (counts ? 0 : 1)
  return { [FAILURES]: `${failures}`, ...(ignored > 0 && { [IGNORED_FAILURES]: `${ignored}` }) }
}

function withIndexVariable(spec: JsonObject): JsonObject {
  const filled: JsonObject = { ...spec }
  for (const field of ['initContainers', 'containers']) {
    if (Array.isArray(spec[field])) filled[field] = mapsAt(spec, field).map(withVariable)
  }
  return filled
}

function withVariable(container: JsonObject): JsonObject {
  const present = mapsAt(container, 'env')
  if (present.some((one) => textOf(one, 'name') === ENVIRONMENT)) return container
  const valueFrom = { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } }
  return { ...container, env: [...present, { name: ENVIRONMENT, valueFrom }] }
}
