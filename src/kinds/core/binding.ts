import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** Ties a pod to a node; only ever created, never stored. */
export const binding: Kind = defineKind({
  group: '',
  kind: 'Binding',
  plural: 'bindings',
  verbs: ['create'],
  columns: plainColumns,
  rules: {},
})
