import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** Asks who one is. */
export const selfSubjectReview: Kind = defineKind({
  group: 'authentication.k8s.io',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  scope: 'Cluster',
  verbs: ['create'],
  columns: plainColumns,
  rules: { checkName: () => [] },
})
