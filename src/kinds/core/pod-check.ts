import type { KubeObject } from '#kube'
import { addForbidden, type Findings } from '../check/finding.ts'
import { listAt, mapAt, textAt } from '../read.ts'
import { checkPodSpec } from '../template/pod-spec.ts'

/** Checks a pod (core ValidatePod). */
export function checkPod(found: Findings, object: KubeObject): void {
  checkPodSpec(found, mapAt(object, 'spec'), 'spec')
}

/** Checks what only a new pod may not have (core ValidatePodCreate). */
export function checkNewPod(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (listAt(spec, 'ephemeralContainers').length > 0) {
    addForbidden(found, 'spec.ephemeralContainers', 'cannot be set on create')
  }
  if (textAt(spec, 'nodeName') !== '' && listAt(spec, 'schedulingGates').length > 0) {
    addForbidden(found, 'spec.nodeName', 'cannot be set until all schedulingGates have been cleared')
  }
}
