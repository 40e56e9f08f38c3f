import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** Asks what somebody may do inside a namespace. */
export const localSubjectAccessReview: Kind = defineKind({
  group: 'authorization.k8s.io',
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  verbs: ['create'],
  columns: plainColumns,
  rules: { checkName: () => [] },
})
