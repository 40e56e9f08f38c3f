import { checkPathSegment } from '#kube'
import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { checkRole } from './rbac-check.ts'

/** What may be done inside a namespace. */
export const role: Kind = defineKind({
  group: 'rbac.authorization.k8s.io',
  kind: 'Role',
  plural: 'roles',
  columns: plainColumns,
  rules: {
    checkName: checkPathSegment,
    createsOnUpdate: true,
    check: (found, object) => checkRole(found, object, true),
  },
})
