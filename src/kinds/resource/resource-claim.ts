import type { KubeObject } from '#kube'
import { checkUnchanged } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { isSet, listAt, mapAt } from '../read.ts'
import { checkClaimSpec, defaultClaimSpec } from './claim-rules.ts'

/** The wish for devices. */
export const resourceClaim: Kind = defineKind({
  group: 'resource.k8s.io',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('State', 'A summary of the current state (allocated, pending, reserved, etc.).', stateOf),
    ageColumn,
  ],
  rules: {
    newStatus: {},
    defaults: (object) => defaultClaimSpec(mapAt(object, 'spec')),
    check: (found, object) => checkClaimSpec(found, mapAt(object, 'spec'), 'spec'),
    checkUpdate: (found, object, old) =>
      checkUnchanged(found, 'spec', object['spec'], isSame(object['spec'], old['spec'])),
  },
})

function stateOf(object: KubeObject): string {
  const status = mapAt(object, 'status')
  const isDeleted = isSet(object.metadata, 'deletionTimestamp')
  const states = isDeleted ? ['deleted'] : []
  if (isSet(status, 'allocation')) states.push('allocated')
  else if (!isDeleted) states.push('pending')
  if (listAt(status, 'reservedFor').length > 0) states.push('reserved')
  return states.join(',')
}
