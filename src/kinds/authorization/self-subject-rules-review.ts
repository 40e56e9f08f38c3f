import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** Asks for all that one may do inside a namespace. */
export const selfSubjectRulesReview: Kind = defineKind({
  group: 'authorization.k8s.io',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  scope: 'Cluster',
  verbs: ['create'],
  columns: plainColumns,
  rules: { checkName: () => [] },
})
