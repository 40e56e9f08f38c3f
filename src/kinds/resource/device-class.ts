import { ageColumn, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'

/** A kind of device that claims may ask for. */
export const deviceClass: Kind = defineKind({
  group: 'resource.k8s.io',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  scope: 'Cluster',
  columns: [nameColumn, ageColumn],
  rules: { generationFields: ['spec'] },
})
