import type { KubeObject } from '#kube'
import { checkEternal } from '../apps/workload.ts'
import { addInvalid, addRequired, checkNotNegative, type Findings } from '../check/finding.ts'
import { matchesSelector } from '../check/selector.ts'
import { isSet, makeMap, mapAt, numberAt, pairsAt } from '../read.ts'
import { checkTemplate } from '../template/check.ts'
import { defaultTemplate } from '../template/defaults.ts'

/** Fills in what a replication controller leaves out: selector and labels are those of the template (mutates). */
export function defaultController(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['replicas'] ??= 1
  const template = makeMap(spec, 'template')
  defaultTemplate(template)
  const labels = mapAt(template, 'metadata', 'labels')
  if (Object.keys(labels).length === 0) return
  if (pairsAt(spec, 'selector').length === 0) spec['selector'] = { ...labels }
  if (Object.keys(mapAt(object.metadata, 'labels')).length === 0) object.metadata['labels'] = { ...labels }
}

/** Checks a replication controller (core ValidateReplicationController). */
export function checkController(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkNotNegative(found, 'spec.minReadySeconds', numberAt(spec, 'minReadySeconds'))
  if (pairsAt(spec, 'selector').length === 0) addRequired(found, 'spec.selector')
  checkNotNegative(found, 'spec.replicas', numberAt(spec, 'replicas'))
  if (!isSet(spec, 'template')) return addRequired(found, 'spec.template')
  const labels = mapAt(spec, 'template', 'metadata')['labels']
  if (!matchesSelector({ matchLabels: spec['selector'] ?? {} }, labels)) {
    addInvalid(found, 'spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')
  }
  checkTemplate(found, mapAt(spec, 'template'), 'spec.template')
  checkEternal(found, mapAt(spec, 'template', 'spec'), 'ReplicationController')
}
