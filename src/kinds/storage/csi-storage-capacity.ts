import { checkDnsSubdomain, type KubeObject } from '#kube'
import { addInvalid, addRequired, checkUnchanged, type Findings } from '../check/finding.ts'
import { canonizeField, checkQuantity } from '../check/quantity.ts'
import { checkSelector } from '../check/selector.ts'
import { plainColumns } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { isSet, textAt } from '../read.ts'
import { capacityWarnings } from '../warn/storage.ts'

/** How much a storage driver can still make, in a part of the cluster. */
export const csiStorageCapacity: Kind = defineKind({
  group: 'storage.k8s.io',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  columns: plainColumns,
  rules: {
    updatesUnconditionally: false,
    defaults: (object) => {
      for (const field of sizes) canonizeField(object, field)
    },
    check,
    warnings: capacityWarnings,
    checkUpdate: (found, object, old) => {
      for (const field of ['nodeTopology', 'storageClassName']) {
        checkUnchanged(found, field, object[field], isSame(object[field], old[field]))
      }
    },
  },
})

const sizes = ['capacity', 'maximumVolumeSize']

function check(found: Findings, object: KubeObject): void {
  checkSelector(found, object['nodeTopology'], 'nodeTopology')
  const name = textAt(object, 'storageClassName')
  if (name === '') addRequired(found, 'storageClassName')
  else addInvalid(found, 'storageClassName', name, ...checkDnsSubdomain(name))
  for (const field of sizes) if (isSet(object, field)) checkQuantity(found, object[field], field)
}
