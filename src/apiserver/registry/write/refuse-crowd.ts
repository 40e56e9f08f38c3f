import { checkLabels, textAt } from '#kinds'
import { type Finding, invalid, type JsonObject, type KubeObject } from '#kube'
import { metaText } from '../core.ts'
import { maxValueBytes, tooLarge } from './put.ts'
import type { WriteRequest } from './write-request.ts'

/** No object that anybody means has so many labels. */
const CROWD = 20_000

/**
 * Refuses an object with tens of thousands of labels that would be refused in the end, before every label costs its part of
 * admission and of managed fields. Throws 500 for more than can be kept, 422 for labels that are none.
 */
export function refuseCrowd({ kind }: WriteRequest, object: KubeObject): void {
  const labels = object.metadata['labels'] as JsonObject | undefined
  const keys = labels === undefined ? [] : Object.keys(labels)
  if (labels === undefined || keys.length <= CROWD) return
  if (lengthOf(labels, keys) > maxValueBytes) throw tooLarge()
  const findings: Finding[] = []
  checkLabels(findings, labels, 'metadata.labels')
  if (findings.length > 0) throw invalid({ group: kind.group, kind: kind.kind }, metaText(object, 'name'), findings)
}

/** Characters of the JSON text, at least. */
function lengthOf(labels: JsonObject, keys: readonly string[]): number {
  let length = 0
  for (const key of keys) length += key.length + textAt(labels, key).length + '"":"",'.length
  return length
}
