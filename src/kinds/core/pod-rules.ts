import type { JsonObject, KubeObject } from '#kube'
import { isSet, listAt, makeMap, mapAt, mapsAt, textAt } from '../read.ts'
import type { Rules } from '../strategy/strategy-of.ts'
import { requestLimits } from '../template/container-defaults.ts'
import { defaultPodSpec } from '../template/defaults.ts'
import { podWarnings } from '../warn/pod.ts'
import { checkNewPod, checkPod } from './pod-check.ts'
import { checkPodStatus } from './pod-status.ts'
import { checkPodUpdate } from './pod-update.ts'
import { qualityOf } from './quality.ts'

/** How pods are written. */
export const podRules: Rules = {
  generationFields: ['spec'],
  defaults: defaultPod,
  prepare,
  prepareUpdate: (object, old) => {
    object['status'] = old['status'] ?? {}
  },
  prepareForStatusUpdate,
  check: checkPod,
  checkNew: checkNewPod,
  checkUpdate: checkPodUpdate,
  checkStatus: checkPodStatus,
  warnings: podWarnings,
}

/** Fills in what a pod leaves out (mutates). */
function defaultPod(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  defaultPodSpec(spec)
  spec['enableServiceLinks'] ??= true
  for (const container of [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]) requestLimits(container)
  if (isSet(spec, 'resources')) requestLimits(spec)
  for (const owner of ['pod', 'host']) pairAddresses(mapAt(object, 'status'), `${owner}IP`)
}

/** The older field has the first address of the list; where they differ, the older one counts (mutates). */
function pairAddresses(status: JsonObject, field: string): void {
  const one = textAt(status, field)
  const first = textAt(mapsAt(status, `${field}s`)[0] ?? {}, 'ip')
  if (one !== '' && first !== one) status[`${field}s`] = [{ ip: one }]
  else if (one === '' && first !== '') status[field] = first
}

function prepare(object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  object['status'] = { phase: 'Pending', qosClass: qualityOf(spec) }
  if (listAt(spec, 'schedulingGates').length > 0) {
    mapAt(object, 'status')['conditions'] = [
      {
        type: 'PodScheduled',
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime: null,
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ]
  }
}

/** The node may not say who owns a pod, nor let it rise again. */
function prepareForStatusUpdate(object: KubeObject, old: KubeObject): void {
  const owners = old.metadata['ownerReferences']
  if (owners === undefined) delete object.metadata['ownerReferences']
  else object.metadata['ownerReferences'] = owners
  const quality = mapAt(old, 'status')['qosClass']
  if (quality !== undefined) makeMap(object, 'status')['qosClass'] ??= quality
}
