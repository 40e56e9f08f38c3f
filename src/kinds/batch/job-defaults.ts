import type { JsonObject, KubeObject } from '#kube'
import { isSet, isTrue, makeMap, mapAt, mapsAt } from '../read.ts'
import { defaultTemplate } from '../template/defaults.ts'

/** Fills in what a job leaves out (mutates; batch SetDefaults_Job). */
export function defaultJob(object: KubeObject): void {
  defaultJobSpec(makeMap(object, 'spec'))
  const labels = mapAt(object, 'spec', 'template', 'metadata', 'labels')
  if (Object.keys(mapAt(object.metadata, 'labels')).length === 0 && Object.keys(labels).length > 0) {
    object.metadata['labels'] = { ...labels }
  }
}

/** Fills in what the spec of a job leaves out (mutates). */
export function defaultJobSpec(spec: JsonObject): void {
  if (!isSet(spec, 'completions') && !isSet(spec, 'parallelism')) spec['completions'] = 1
  spec['parallelism'] ??= 1
  spec['backoffLimit'] ??= isSet(spec, 'backoffLimitPerIndex') ? 2_147_483_647 : 6
  spec['completionMode'] ??= 'NonIndexed'
  spec['suspend'] ??= false
  spec['manualSelector'] ??= false
  spec['podReplacementPolicy'] ??= isSet(spec, 'podFailurePolicy') ? 'Failed' : 'TerminatingOrFailed'
  for (const rule of mapsAt(mapAt(spec, 'podFailurePolicy'), 'rules')) {
    for (const pattern of mapsAt(rule, 'onPodConditions')) pattern['status'] ||= 'True'
  }
  defaultTemplate(makeMap(spec, 'template'))
}

/** A job finds its pods by labels that carry its own uid, unless its user minds the selector (mutates). */
export function prepareJob(object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const { uid } = object.metadata
  if (isTrue(spec, 'manualSelector') || typeof uid !== 'string') return
  const labels = makeMap(makeMap(makeMap(spec, 'template'), 'metadata'), 'labels')
  for (const prefix of ['', 'batch.kubernetes.io/']) {
    labels[`${prefix}job-name`] ??= object.metadata.name
    labels[`${prefix}controller-uid`] ??= uid
  }
  const selector = makeMap(makeMap(spec, 'selector'), 'matchLabels')
  selector['batch.kubernetes.io/controller-uid'] ??= uid
}

/** Nothing but what all kinds have in common. */
export function prepareJobUpdate(object: KubeObject, old: KubeObject): void {
  // What a suspended job was told about its selector stays.
  if (!isSet(mapAt(object, 'spec'), 'selector') && isSet(mapAt(old, 'spec'), 'selector')) {
    makeMap(object, 'spec')['selector'] = mapAt(old, 'spec')['selector'] ?? {}
  }
}
