import type { KubeObject } from '#kube'
import { addInvalid, addRequired, checkNotNegative, checkUnchanged } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { asMap, isSet, mapsAt, numberAt, textAt } from '../read.ts'

/** A state of a controller's template, kept to go back to. */
export const controllerRevision: Kind = defineKind({
  group: 'apps',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  columns: [
    nameColumn,
    column('Controller', 'Controller of the object', controllerOf),
    column(
      'Revision',
      'Revision indicates the revision of the state represented by Data.',
      (object) => numberAt(object, 'revision') ?? 0,
    ),
    ageColumn,
  ],
  rules: {
    check: (found, object) => {
      checkNotNegative(found, 'revision', numberAt(object, 'revision'))
      if (!isSet(object, 'data')) addRequired(found, 'data', 'data is mandatory')
      else if (typeof object['data'] !== 'object')
        addInvalid(found, 'data', '<value omitted>', 'data must be a valid JSON object')
    },
    checkUpdate: (found, object, old) =>
      checkUnchanged(found, 'data', object['data'], isSame(object['data'], old['data'])),
  },
})

function controllerOf(object: KubeObject): string {
  const owner = mapsAt(asMap(object.metadata), 'ownerReferences').find((each) => each['controller'] === true)
  if (owner === undefined) return '<none>'
  const [group, version] = textAt(owner, 'apiVersion').split('/')
  const suffix = version === undefined ? '' : `.${group}`
  return `${textAt(owner, 'kind').toLowerCase()}${suffix}/${textAt(owner, 'name')}`
}
