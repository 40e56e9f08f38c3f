import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** Asks what somebody may do. */
export const subjectAccessReview: Kind = defineKind({
  group: 'authorization.k8s.io',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  scope: 'Cluster',
  verbs: ['create'],
  columns: plainColumns,
  rules: { checkName: () => [] },
})
