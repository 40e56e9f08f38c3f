import type { KubeObject } from '#kube'
import { ageColumn, column, nameColumn, wideColumn } from '../columns/column.ts'
import type { Column } from '../kind.ts'
import { mapAt, mapsAt, textAt } from '../read.ts'

/** Columns of role bindings and cluster role bindings. */
export const bindingColumns: readonly Column[] = [
  nameColumn,
  column('Role', 'RoleRef can reference a Role in the current namespace or a ClusterRole.', (object) => {
    const reference = mapAt(object, 'roleRef')
    return `${textAt(reference, 'kind')}/${textAt(reference, 'name')}`
  }),
  ageColumn,
  wideColumn('Users', 'Users in the roleBinding', (object) => subjects(object, 'User')),
  wideColumn('Groups', 'Groups in the roleBinding', (object) => subjects(object, 'Group')),
  wideColumn('ServiceAccounts', 'ServiceAccounts in the roleBinding', (object) => subjects(object, 'ServiceAccount')),
]

function subjects(object: KubeObject, kind: string): string {
  return mapsAt(object, 'subjects')
    .filter((subject) => subject['kind'] === kind)
    .map((subject) => (kind === 'ServiceAccount' ? `${textAt(subject, 'namespace')}/` : '') + textAt(subject, 'name'))
    .join(', ')
}
