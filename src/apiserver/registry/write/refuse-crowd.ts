import { checkLabels, textAt } from '#kinds'
import { type Finding, invalid, type JsonObject, type KubeObject } from '#kube'
import { metaText } from '../core.ts'
import { maxValueBytes, tooLarge } from './put.ts'
import type { WriteRequest } from './write-request.ts'

/** No object that anybody means has so many labels. */
const CROWD = 20_000

/**
 * Refuses an object with tens of thousands of labels that would be refused in the end, before every label costs its part of
 * admission and of managed fields. Throws 422 for labels that are none, 500 for more than can be kept.
 */
export function refuseCrowd({ kind }: WriteRequest, object: KubeObject): void {
  const labels = object.metadata['labels'] as JsonObject | undefined
  if (labels === undefined || !isCrowd(labels)) return
  const findings: Finding[] = []
  checkLabels(findings, labels, 'metadata.labels')
  if (findings.length > 0) throw invalid({ group: kind.group, kind: kind.kind }, metaText(object, 'name'), findings)
  if (lengthOf(labels) > maxValueBytes) throw tooLarge()
}

function isCrowd(labels: JsonObject): boolean {
  let count = 0
  for (const _key in labels) if (++count > CROWD) return true
  return false
}

/** Characters of the JSON text, at least. */
function lengthOf(labels: JsonObject): number {
  let length = 0
  for (const key in labels) length += key.length + textAt(labels, key).length + '"":"",'.length
  return length
}
