import type { JsonObject } from '#kube'
import type { Findings } from '../check/finding.ts'
import { checkAnnotations, checkLabels } from '../check/metadata.ts'
import { mapAt } from '../read.ts'
import { checkPodAnnotations } from './annotations.ts'
import { checkOldProfiles } from './old-profile.ts'
import { checkPodSpec } from './pod-spec.ts'

/** Checks a pod template (core ValidatePodTemplateSpec). */
export function checkTemplate(found: Findings, template: JsonObject, field: string): void {
  checkTemplateMetadata(found, template, field)
  checkPodSpec(found, mapAt(template, 'spec'), { field: `${field}.spec` })
  checkOldProfiles(found, template, `${field}.spec`)
  if (Array.isArray(mapAt(template, 'spec')['ephemeralContainers'])) {
    found.push({
      field: `${field}.spec.ephemeralContainers`,
      type: 'forbidden',
      detail: 'ephemeral containers not allowed in pod template',
    })
  }
}

/** Checks labels and annotations of a pod template. */
export function checkTemplateMetadata(found: Findings, template: JsonObject, field: string): void {
  const metadata = mapAt(template, 'metadata')
  checkLabels(found, metadata['labels'], `${field}.labels`)
  checkAnnotations(found, metadata['annotations'], `${field}.annotations`)
  checkPodAnnotations(found, template, { field: `${field}.annotations` })
}
