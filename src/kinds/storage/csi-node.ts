import type { KubeObject } from '#kube'
import { addDuplicate, addRequired, type Findings } from '../check/finding.ts'
import { ageColumn, countColumn, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { listAt, mapAt, mapsAt, textAt } from '../read.ts'
import { checkDriverName } from './storage-class.ts'

/** Storage drivers of a node. */
export const csiNode: Kind = defineKind({
  group: 'storage.k8s.io',
  kind: 'CSINode',
  plural: 'csinodes',
  scope: 'Cluster',
  columns: [
    nameColumn,
    countColumn(
      'Drivers',
      'Number of CSI drivers on a node.',
      (object) => listAt(mapAt(object, 'spec'), 'drivers').length,
    ),
    ageColumn,
  ],
  rules: { updatesUnconditionally: false, check },
})

function check(found: Findings, object: KubeObject): void {
  const seen = new Set<string>()
  for (const [at, driver] of mapsAt(mapAt(object, 'spec'), 'drivers').entries()) {
    const field = `spec.drivers[${at}]`
    const name = textAt(driver, 'name')
    checkDriverName(found, name, `${field}.name`)
    if (textAt(driver, 'nodeID') === '') addRequired(found, `${field}.nodeID`)
    if (seen.has(name)) addDuplicate(found, `${field}.name`, name)
    seen.add(name)
  }
}
