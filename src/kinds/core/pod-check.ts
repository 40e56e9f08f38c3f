import type { KubeObject } from '#kube'
import { addForbidden, type Findings } from '../check/finding.ts'
import { isSet, listAt, mapAt, mapsAt, textAt } from '../read.ts'
import { checkPodAnnotations } from '../template/annotations.ts'
import { checkImageSpace } from '../template/container.ts'
import { checkOldProfiles } from '../template/old-profile.ts'
import { checkPodSpec } from '../template/pod-spec.ts'

/** Checks a pod (core validatePodMetadataAndSpec). */
export function checkPod(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkPodSpec(found, spec, { field: 'spec', podName: object.metadata.name })
  if (textAt(spec, 'serviceAccountName') === '') forbidTokens(found, object)
  for (const list of ['containers', 'initContainers']) {
    for (const [at, container] of mapsAt(spec, list).entries()) checkImageSpace(found, container, `spec.${list}[${at}]`)
  }
}

/** Checks what only a new pod may not have (core ValidatePodCreate). */
export function checkNewPod(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkPodAnnotations(found, object, { field: 'metadata.annotations' })
  if (listAt(spec, 'ephemeralContainers').length > 0) {
    addForbidden(found, 'spec.ephemeralContainers', 'cannot be set on create')
  }
  if (textAt(spec, 'nodeName') !== '' && listAt(spec, 'schedulingGates').length > 0) {
    addForbidden(found, 'spec.nodeName', 'cannot be set until all schedulingGates have been cleared')
  }
  checkOldProfiles(found, object, 'spec')
}

function forbidTokens(found: Findings, object: KubeObject): void {
  for (const [at, volume] of mapsAt(mapAt(object, 'spec'), 'volumes').entries()) {
    for (const [index, source] of mapsAt(mapAt(volume, 'projected'), 'sources').entries()) {
      if (!isSet(source, 'serviceAccountToken')) continue
      const field = `spec.volumes[${at}].projected.sources[${index}].serviceAccountToken`
      addForbidden(found, field, 'must not be specified when serviceAccountName is not set')
    }
  }
}
