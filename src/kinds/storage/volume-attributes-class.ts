import type { KubeObject } from '#kube'
import { addForbidden, addRequired, type Findings } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { pairsAt, textAt } from '../read.ts'
import { checkDriverName } from './storage-class.ts'

/** Attributes of a volume that a driver can change while it is used. */
export const volumeAttributesClass: Kind = defineKind({
  group: 'storage.k8s.io',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  shortNames: ['vac'],
  scope: 'Cluster',
  columns: [
    nameColumn,
    column('DriverName', 'Name of the CSI driver.', (object) => textAt(object, 'driverName')),
    ageColumn,
  ],
  rules: { check, checkUpdate },
})

function check(found: Findings, object: KubeObject): void {
  checkDriverName(found, textAt(object, 'driverName'), 'driverName')
  if (pairsAt(object, 'parameters').length === 0)
    addRequired(found, 'parameters', 'must contain at least one key/value pair')
}

function checkUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  if (object['driverName'] !== old['driverName']) {
    addForbidden(found, 'driverName', 'updates to driverName are forbidden.')
  }
  if (!isSame(object['parameters'], old['parameters'])) {
    addForbidden(found, 'parameters', 'updates to parameters are forbidden.')
  }
}
