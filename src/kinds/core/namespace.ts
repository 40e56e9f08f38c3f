import { checkDnsLabel, type KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind, everyVerb, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { asMap, listAt, makeMap, mapAt, textAt } from '../read.ts'
import { checkNamespaceSpec, checkNamespaceStatus } from './namespace-check.ts'

/** A room for objects; `finalize` lets go of it. */
export const namespace: Kind = defineKind({
  group: '',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  scope: 'Cluster',
  verbs: everyVerb.filter((verb) => verb !== 'deletecollection'),
  subresources: [{ name: 'finalize', verbs: ['update'] }, statusSubresource],
  columns: [
    nameColumn,
    column('Status', 'The status of the namespace', (object) => textAt(mapAt(object, 'status'), 'phase')),
    ageColumn,
  ],
  selectableFields: { 'status.phase': (object) => textAt(mapAt(object, 'status'), 'phase') },
  rules: {
    checkName: checkDnsLabel,
    defaults: labelName,
    prepare,
    prepareUpdate,
    check: checkNamespaceSpec,
    checkStatus: checkNamespaceStatus,
  },
})

const nameLabel = 'kubernetes.io/metadata.name'

/** A namespace carries its name as a label, so that selectors can name it. */
function labelName(object: KubeObject): void {
  if (object.metadata.name === undefined || object.metadata.name === '') return
  makeMap(asMap(object.metadata), 'labels')[nameLabel] = object.metadata.name
}

function prepare(object: KubeObject): void {
  object['status'] = { phase: 'Active' }
  const finalizers = listAt(mapAt(object, 'spec'), 'finalizers')
  if (!finalizers.includes('kubernetes')) makeMap(object, 'spec')['finalizers'] = [...finalizers, 'kubernetes']
  labelName(object)
}

/** Finalizers of the spec only change through `finalize`. */
function prepareUpdate(object: KubeObject, old: KubeObject): void {
  object['spec'] = { ...mapAt(object, 'spec'), finalizers: [...listAt(mapAt(old, 'spec'), 'finalizers')] }
  object['status'] = old['status'] ?? {}
}
