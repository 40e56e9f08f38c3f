import type { KubeObject } from '#kube'
import { column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { conditionOf, textAt } from '../read.ts'

/** Health of a part of the control plane (deprecated); computed when asked for. */
export const componentStatus: Kind = defineKind({
  group: '',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  shortNames: ['cs'],
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  scope: 'Cluster',
  verbs: ['get', 'list'],
  columns: [
    nameColumn,
    column('Status', 'Status of the component conditions', healthOf),
    column('Message', 'Message of the component conditions', (object) => textOf(object, 'message')),
    column('Error', 'Error of the component conditions', (object) => textOf(object, 'error')),
  ],
  rules: {},
})

function healthOf(object: KubeObject): string {
  const condition = conditionOf(object, 'Healthy')
  if (condition === undefined) return 'Unknown'
  return condition['status'] === 'True' ? 'Healthy' : 'Unhealthy'
}

function textOf(object: KubeObject, field: string): string {
  return textAt(conditionOf(object, 'Healthy') ?? {}, field)
}
