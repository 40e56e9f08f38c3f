import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** Asks what one may do. */
export const selfSubjectAccessReview: Kind = defineKind({
  group: 'authorization.k8s.io',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  scope: 'Cluster',
  verbs: ['create'],
  columns: plainColumns,
  rules: { checkName: () => [] },
})
