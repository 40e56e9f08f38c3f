import type { KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { selectorText } from '../columns/selector.ts'
import { defineKind } from '../define.ts'
import type { Column, Kind } from '../kind.ts'
import { isSet, mapAt, textAt } from '../read.ts'
import { checkMutatingBinding, checkValidatingBinding, defaultPolicyBinding } from './policy-rules.ts'

const columns: readonly Column[] = [
  nameColumn,
  column('PolicyName', 'The policy that the binding binds to.', (object) =>
    textAt(mapAt(object, 'spec'), 'policyName'),
  ),
  column('ParamRef', 'The parameter resource used to configure the policy.', paramsOf),
  ageColumn,
]

/** Where a validating policy holds, and with which parameters. */
export const validatingAdmissionPolicyBinding: Kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  categories: ['api-extensions'],
  scope: 'Cluster',
  columns,
  rules: {
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults: defaultPolicyBinding,
    check: checkValidatingBinding,
  },
})

/** Where a mutating policy holds, and with which parameters. */
export const mutatingAdmissionPolicyBinding: Kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
  categories: ['api-extensions'],
  scope: 'Cluster',
  columns,
  rules: {
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults: defaultPolicyBinding,
    check: checkMutatingBinding,
  },
})

function paramsOf(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  if (!isSet(spec, 'paramRef')) return '<unset>'
  const reference = mapAt(spec, 'paramRef')
  const [namespace, name] = [textAt(reference, 'namespace'), textAt(reference, 'name')]
  if (name === '') return selectorText(reference['selector'])
  return namespace === '' ? name : `${namespace}/${name}`
}
