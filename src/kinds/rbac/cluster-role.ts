import { checkPathSegment } from '#kube'
import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { checkClusterRole } from './rbac-check.ts'

/** What may be done everywhere; its rules may be gathered from other cluster roles. */
export const clusterRole: Kind = defineKind({
  group: 'rbac.authorization.k8s.io',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  scope: 'Cluster',
  columns: plainColumns,
  rules: { checkName: checkPathSegment, createsOnUpdate: true, check: checkClusterRole },
})
