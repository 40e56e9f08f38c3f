import type { KubeObject } from '#kube'
import { ageColumn, column, countColumn, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Column, Kind } from '../kind.ts'
import { isSet, listAt, mapAt, textAt } from '../read.ts'
import { checkMutatingPolicy, checkValidatingPolicy, defaultPolicy } from './policy-rules.ts'

/** Expressions that may refuse what is written. */
export const validatingAdmissionPolicy: Kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    countColumn(
      'Validations',
      'The number of validations.',
      (object) => listAt(mapAt(object, 'spec'), 'validations').length,
    ),
    paramColumn(),
    ageColumn,
  ],
  rules: {
    newStatus: {},
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults: (object) => defaultPolicy(object),
    check: checkValidatingPolicy,
  },
})

/** Expressions that may change what is written. */
export const mutatingAdmissionPolicy: Kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
  categories: ['api-extensions'],
  scope: 'Cluster',
  columns: [
    nameColumn,
    countColumn('Mutations', 'The number of mutations.', (object) => listAt(mapAt(object, 'spec'), 'mutations').length),
    paramColumn(),
    ageColumn,
  ],
  rules: {
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults: (object) => defaultPolicy(object),
    check: checkMutatingPolicy,
  },
})

function paramColumn(): Column {
  return column('ParamKind', 'The kind of resources used to parameterize this policy.', paramKind)
}

function paramKind(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  if (!isSet(spec, 'paramKind')) return '<unset>'
  return `${textAt(mapAt(spec, 'paramKind'), 'apiVersion')}/${textAt(mapAt(spec, 'paramKind'), 'kind')}`
}
