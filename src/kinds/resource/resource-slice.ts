import { checkDnsSubdomain, type KubeObject } from '#kube'
import { addInvalid, addRequired, checkUnchanged, type Findings } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, textAt } from '../read.ts'

const spec = (object: KubeObject, field: string) => textAt(mapAt(object, 'spec'), field)

/** Devices that a driver offers. */
export const resourceSlice: Kind = defineKind({
  group: 'resource.k8s.io',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  scope: 'Cluster',
  columns: [
    nameColumn,
    column('Node', 'The node which provides the resources in this pool.', (object) => spec(object, 'nodeName')),
    column('Driver', 'The DRA driver providing the capacity information.', (object) => spec(object, 'driver')),
    column('Pool', 'The pool that this ResourceSlice belongs to.', (object) =>
      textAt(mapAt(object, 'spec', 'pool'), 'name'),
    ),
    ageColumn,
  ],
  selectableFields: {
    'spec.nodeName': (object) => spec(object, 'nodeName'),
    'spec.driver': (object) => spec(object, 'driver'),
  },
  rules: {
    generationFields: ['spec'],
    check,
    checkUpdate: (found, object, old) => {
      for (const field of ['nodeName', 'driver']) {
        checkUnchanged(found, `spec.${field}`, spec(object, field), spec(object, field) === spec(old, field))
      }
    },
  },
})

function check(found: Findings, object: KubeObject): void {
  const driver = spec(object, 'driver')
  if (driver === '') addRequired(found, 'spec.driver')
  else addInvalid(found, 'spec.driver', driver, ...checkDnsSubdomain(driver))
  if (textAt(mapAt(object, 'spec', 'pool'), 'name') === '') addRequired(found, 'spec.pool.name')
}
