import type { KubeObject } from '#kube'
import { ageColumn, column, nameColumn, quantityText } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt } from '../read.ts'
import { checkQuota, checkQuotaStatus, checkQuotaUpdate, defaultQuota } from './resource-quota-check.ts'

/** Sum of what a namespace may use. */
export const resourceQuota: Kind = defineKind({
  group: '',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Request', 'Request represents a minimum amount of cpu/memory that a container may consume.', (object) =>
      usage(object, false),
    ),
    column(
      'Limit',
      'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.',
      (object) => usage(object, true),
    ),
    ageColumn,
  ],
  rules: {
    newStatus: {},
    defaults: defaultQuota,
    check: checkQuota,
    checkUpdate: checkQuotaUpdate,
    checkStatus: checkQuotaStatus,
  },
})

function usage(object: KubeObject, ofLimits: boolean): string {
  const used = mapAt(object, 'status', 'used')
  const hard = Object.entries(mapAt(object, 'status', 'hard'))
  return hard
    .filter(([resource]) => resource.startsWith('limits.') === ofLimits)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([resource, limit]) => `${resource}: ${quantityText(used[resource])}/${quantityText(limit)}`)
    .join(', ')
}
