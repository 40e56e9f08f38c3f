import { mapAt, mapsAt, textAt } from '#kinds'
import { type Finding, invalid, type JsonObject, type KubeObject, sameJson } from '#kube'
import type { AdmissionPlugin } from '../contract/admission.ts'
import { readConditions } from '../webhook/hook.ts'
import { compileConditions } from './condition.ts'
import type { Expression } from './expression.ts'
import { readPolicy } from './policy.ts'

/** Refuses policies and webhooks whose expressions cannot run; what an update leaves as it was is not looked at. */
export const expressionCheck: AdmissionPlugin = {
  name: 'AdmissionExpressions',
  operations: ['CREATE', 'UPDATE'],
  validate: ({ gvk, object, oldObject, subresource, name }) => {
    const find = gvk.group === 'admissionregistration.k8s.io' && subresource === '' ? finders[gvk.kind] : undefined
    if (find === undefined || object === undefined) return
    if (oldObject !== undefined && hasSameRules(object, oldObject)) return
    const before = new Set(oldObject === undefined ? [] : find(oldObject).map(({ value }) => value))
    const findings = find(object).filter(({ value }) => !before.has(value))
    if (findings.length > 0) throw invalid(gvk, name === '' ? object.metadata.name : name, findings)
  },
}

const finders: Readonly<Record<string, (object: KubeObject) => readonly Finding[]>> = {
  ValidatingAdmissionPolicy: findInPolicy,
  MutatingAdmissionPolicy: findInPolicy,
  ValidatingWebhookConfiguration: findInWebhooks,
  MutatingWebhookConfiguration: findInWebhooks,
}

function hasSameRules(object: KubeObject, old: KubeObject): boolean {
  return sameJson(object['spec'], old['spec']) && sameJson(object['webhooks'], old['webhooks'])
}

function findInPolicy(object: KubeObject): readonly Finding[] {
  const policy = readPolicy(object)
  const mutations = mapsAt(mapAt(object, 'spec'), 'mutations')
  return [
    ...policy.conditions.flatMap((one, at) => findingOf(one, `spec.matchConditions[${at}].expression`)),
    ...[...policy.variables.values()].flatMap((one, at) => findingOf(one, `spec.variables[${at}].expression`)),
    ...policy.validations.flatMap(({ expression, messageExpression }, at) => [
      ...findingOf(expression, `spec.validations[${at}].expression`),
      ...(messageExpression === undefined
        ? []
        : findingOf(messageExpression, `spec.validations[${at}].messageExpression`)),
    ]),
    ...policy.annotations.flatMap(({ expression }, at) =>
      findingOf(expression, `spec.auditAnnotations[${at}].valueExpression`),
    ),
    ...policy.mutations.flatMap(({ expression }, at) =>
      findingOf(expression, `spec.mutations[${at}].${placeOf(mutations[at])}.expression`),
    ),
  ]
}

function placeOf(mutation: JsonObject = {}): string {
  return textAt(mutation, 'patchType') === 'JSONPatch' ? 'jsonPatch' : 'applyConfiguration'
}

function findInWebhooks(object: KubeObject): readonly Finding[] {
  return mapsAt(object, 'webhooks').flatMap((webhook, at) =>
    compileConditions(readConditions(webhook), { hasParams: false, hasAuthorizer: true }).flatMap((one, number) =>
      findingOf(one, `webhooks[${at}].matchConditions[${number}].expression`),
    ),
  )
}

/** An empty expression is told by the rules of the kind. */
function findingOf({ source, fault }: Expression, field: string): readonly Finding[] {
  if (fault === undefined || source.trim() === '') return []
  return [{ field, type: 'invalid', value: source, detail: fault }]
}
