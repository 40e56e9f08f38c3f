import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { checkLimitRange, defaultLimitRange } from './limit-item.ts'

/** Bounds and defaults of what pods and claims of a namespace may ask for. */
export const limitRange: Kind = defineKind({
  group: '',
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  columns: plainColumns,
  rules: { defaults: defaultLimitRange, check: checkLimitRange, createsOnUpdate: true },
})
