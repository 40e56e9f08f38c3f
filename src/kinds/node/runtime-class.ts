import { checkDnsLabel, type KubeObject } from '#kube'
import { addInvalid, addRequired, checkUnchanged, type Findings } from '../check/finding.ts'
import { canonizeResources, checkQuantity } from '../check/quantity.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, textAt } from '../read.ts'
import { labelMapWarnings } from '../warn/node-label.ts'

/** How containers are run. */
export const runtimeClass: Kind = defineKind({
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  scope: 'Cluster',
  columns: [
    nameColumn,
    column('Handler', 'The underlying runtime and configuration that the CRI implementation will use.', (object) =>
      textAt(object, 'handler'),
    ),
    ageColumn,
  ],
  rules: {
    updatesUnconditionally: false,
    defaults: (object) => canonizeResources(mapAt(object, 'overhead')['podFixed']),
    check,
    warnings: (object) =>
      labelMapWarnings(mapAt(object, 'scheduling', 'nodeSelector'), () => 'scheduling.nodeSelector'),
    checkUpdate: (found, object, old) =>
      checkUnchanged(found, 'handler', object['handler'], object['handler'] === old['handler']),
  },
})

function check(found: Findings, object: KubeObject): void {
  const handler = textAt(object, 'handler')
  if (handler === '') addRequired(found, 'handler')
  else addInvalid(found, 'handler', handler, ...checkDnsLabel(handler))
  for (const [name, value] of Object.entries(mapAt(object, 'overhead', 'podFixed'))) {
    checkQuantity(found, value, `overhead.podFixed[${name}]`)
  }
}
