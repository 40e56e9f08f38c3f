import type { KubeObject } from '#kube'
import { checkConditions } from '../check/condition.ts'
import { checkCounts } from '../check/count.ts'
import { addInvalid, checkOptionalWord, type Findings } from '../check/finding.ts'
import { checkIntOrPercent } from '../check/int-or-percent.ts'
import { checkSelector } from '../check/selector.ts'
import { ageColumn, column, countColumn, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { isSet, mapAt, numberAt, scalarText, textAt } from '../read.ts'

/** How many pods of a set may be evicted at once. */
export const podDisruptionBudget: Kind = defineKind({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Min Available', 'The minimum number of pods that must be available.', (object) =>
      bound(object, 'minAvailable'),
    ),
    column('Max Unavailable', 'The maximum number of pods that may be unavailable.', (object) =>
      bound(object, 'maxUnavailable'),
    ),
    countColumn(
      'Allowed Disruptions',
      'Calculated number of pods that may be disrupted at this time.',
      (object) => numberAt(mapAt(object, 'status'), 'disruptionsAllowed') ?? 0,
    ),
    ageColumn,
  ],
  rules: {
    newStatus: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
    generationFields: ['spec'],
    updatesUnconditionally: false,
    check,
    checkStatus,
  },
})

function bound(object: KubeObject, field: string): string {
  const spec = mapAt(object, 'spec')
  return isSet(spec, field) ? scalarText(spec[field]) : 'N/A'
}

function check(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (isSet(spec, 'minAvailable') && isSet(spec, 'maxUnavailable')) {
    addInvalid(found, 'spec', spec, 'minAvailable and maxUnavailable cannot be both set')
  }
  for (const field of ['minAvailable', 'maxUnavailable']) {
    if (isSet(spec, field)) checkIntOrPercent(found, spec[field], { field: `spec.${field}`, maxPercent: 100 })
  }
  checkSelector(found, spec['selector'], 'spec.selector')
  const eviction = textAt(spec, 'unhealthyPodEvictionPolicy')
  checkOptionalWord(found, 'spec.unhealthyPodEvictionPolicy', eviction, ['AlwaysAllow', 'IfHealthyBudget'])
}

function checkStatus(found: Findings, object: KubeObject): void {
  const map = mapAt(object, 'status')
  checkConditions(found, map, 'status.conditions')
  const counts = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods']
  checkCounts(found, { map, field: 'status' }, counts)
}
