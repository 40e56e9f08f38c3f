import { checkIdentifier, type JsonObject, type KubeObject } from '#kube'
import {
  addDuplicate,
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { checkSelector } from '../check/selector.ts'
import { isSet, listAt, makeMap, mapAt, mapsAt, textAt, textsAt } from '../read.ts'
import { checkRules } from './resource-rules.ts'
import { checkMatchConditions } from './webhook-rules.ts'

/** Fills in what a policy leaves out (mutates). */
export function defaultPolicy(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['failurePolicy'] ??= 'Fail'
  if (isSet(spec, 'matchConstraints')) defaultMatch(mapAt(spec, 'matchConstraints'))
}

/** Fills in what a binding leaves out (mutates). */
export function defaultPolicyBinding(object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (isSet(spec, 'matchResources')) defaultMatch(mapAt(spec, 'matchResources'))
}

/** Checks a policy that may refuse (admissionregistration ValidateValidatingAdmissionPolicy). */
export function checkValidatingPolicy(found: Findings, object: KubeObject): void {
  checkPolicy(found, object)
  const spec = mapAt(object, 'spec')
  const [validations, annotations] = [mapsAt(spec, 'validations'), mapsAt(spec, 'auditAnnotations')]
  if (validations.length === 0 && annotations.length === 0) {
    addRequired(found, 'spec.validations', 'validations or auditAnnotations must contain at least one item')
  }
  for (const [at, validation] of validations.entries()) checkValidation(found, validation, `spec.validations[${at}]`)
  const keys = new Set<string>()
  for (const [at, annotation] of annotations.entries()) {
    const [key, value] = [textAt(annotation, 'key'), textAt(annotation, 'valueExpression')]
    const field = `spec.auditAnnotations[${at}]`
    if (key === '') addRequired(found, `${field}.key`)
    if (keys.has(key)) addDuplicate(found, `${field}.key`, key)
    keys.add(key)
    if (value.trim() === '') addInvalid(found, `${field}.valueExpression`, value, 'valueExpression must not be empty')
  }
}

/** Checks a policy that may change things. */
export function checkMutatingPolicy(found: Findings, object: KubeObject): void {
  checkPolicy(found, object)
  const spec = mapAt(object, 'spec')
  const mutations = mapsAt(spec, 'mutations')
  if (mutations.length === 0) addRequired(found, 'spec.mutations', 'mutations must contain at least one item')
  const reinvocation = textAt(spec, 'reinvocationPolicy')
  if (reinvocation === '') addRequired(found, 'spec.reinvocationPolicy')
  else checkOptionalWord(found, 'spec.reinvocationPolicy', reinvocation, ['IfNeeded', 'Never'])
  for (const [at, mutation] of mutations.entries()) checkMutation(found, mutation, `spec.mutations[${at}]`)
}

/** Checks where a validating policy holds. */
export function checkValidatingBinding(found: Findings, object: KubeObject): void {
  checkBinding(found, object)
  const actions = textsAt(mapAt(object, 'spec'), 'validationActions')
  if (actions.length === 0) addRequired(found, 'spec.validationActions', 'at least one validation action is required')
  for (const [at, action] of actions.entries()) {
    if (!['Audit', 'Deny', 'Warn'].includes(action)) {
      addUnsupported(found, `spec.validationActions[${at}]`, action, ['Audit', 'Deny', 'Warn'])
    }
    if (actions.indexOf(action) < at) addDuplicate(found, `spec.validationActions[${at}]`, action)
  }
  if (actions.includes('Deny') && actions.includes('Warn')) {
    const detail =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'
    addInvalid(found, 'spec.validationActions', [...actions], detail)
  }
}

/** Checks where a mutating policy holds. */
export function checkMutatingBinding(found: Findings, object: KubeObject): void {
  checkBinding(found, object)
}

function defaultMatch(match: JsonObject): void {
  match['matchPolicy'] ??= 'Equivalent'
  makeMap(match, 'namespaceSelector')
  makeMap(match, 'objectSelector')
  for (const rule of [...mapsAt(match, 'resourceRules'), ...mapsAt(match, 'excludeResourceRules')])
    rule['scope'] ??= '*'
}

function checkPolicy(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const failure = textAt(spec, 'failurePolicy')
  if (failure !== '' && failure !== 'Fail' && failure !== 'Ignore') {
    addUnsupported(found, 'spec.failurePolicy', failure, ['Fail', 'Ignore'])
  }
  if (isSet(spec, 'paramKind')) {
    for (const key of ['apiVersion', 'kind']) {
      if (textAt(mapAt(spec, 'paramKind'), key) === '') addRequired(found, `spec.paramKind.${key}`)
    }
  }
  if (!isSet(spec, 'matchConstraints')) addRequired(found, 'spec.matchConstraints')
  else checkMatch(found, mapAt(spec, 'matchConstraints'), 'spec.matchConstraints')
  checkMatchConditions(found, mapsAt(spec, 'matchConditions'), 'spec.matchConditions')
  checkVariables(found, mapsAt(spec, 'variables'))
}

function checkMatch(found: Findings, match: JsonObject, field: string): void {
  for (const key of ['namespaceSelector', 'objectSelector']) checkSelector(found, match[key], `${field}.${key}`)
  if (listAt(match, 'resourceRules').length === 0 && field === 'spec.matchConstraints') {
    addRequired(found, `${field}.resourceRules`)
  }
  for (const key of ['resourceRules', 'excludeResourceRules']) checkRules(found, mapsAt(match, key), `${field}.${key}`)
  checkOptionalWord(found, `${field}.matchPolicy`, textAt(match, 'matchPolicy'), ['Equivalent', 'Exact'])
}

function checkVariables(found: Findings, variables: readonly JsonObject[]): void {
  const names = new Set<string>()
  for (const [at, variable] of variables.entries()) {
    const field = `spec.variables[${at}]`
    const [name, expression] = [textAt(variable, 'name'), textAt(variable, 'expression')]
    if (name === '') addRequired(found, `${field}.name`)
    else if (checkIdentifier(name).length > 0)
      addInvalid(found, `${field}.name`, name, 'name is not a valid CEL identifier')
    if (names.has(name)) addDuplicate(found, `${field}.name`, name)
    names.add(name)
    if (expression.trim() === '') addRequired(found, `${field}.expression`)
  }
}

function checkValidation(found: Findings, validation: JsonObject, field: string): void {
  const [expression, message] = [textAt(validation, 'expression'), textAt(validation, 'message')]
  if (expression.trim() === '') addRequired(found, `${field}.expression`, 'expression is not specified')
  if (message !== '' && message.trim() === '') {
    addInvalid(found, `${field}.message`, message, 'message must be non-empty if specified')
  }
  if (message.includes('\n')) addInvalid(found, `${field}.message`, message, 'message must not contain line breaks')
  const reason = textAt(validation, 'reason')
  checkOptionalWord(found, `${field}.reason`, reason, ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized'])
}

function checkMutation(found: Findings, mutation: JsonObject, field: string): void {
  const type = textAt(mutation, 'patchType')
  const fields: Readonly<Record<string, string>> = { ApplyConfiguration: 'applyConfiguration', JSONPatch: 'jsonPatch' }
  const expected = fields[type]
  if (type === '') return addRequired(found, `${field}.patchType`)
  if (expected === undefined) return addUnsupported(found, `${field}.patchType`, type, Object.keys(fields))
  if (textAt(mapAt(mutation, expected), 'expression').trim() === '')
    addRequired(found, `${field}.${expected}.expression`)
  for (const other of Object.values(fields)) {
    if (other !== expected && isSet(mutation, other)) {
      addInvalid(found, `${field}.${other}`, '{...}', `must not be specified when patchType is ${type}`)
    }
  }
}

function checkBinding(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (textAt(spec, 'policyName') === '') addRequired(found, 'spec.policyName')
  if (isSet(spec, 'matchResources')) checkMatch(found, mapAt(spec, 'matchResources'), 'spec.matchResources')
  if (!isSet(spec, 'paramRef')) return
  const reference = mapAt(spec, 'paramRef')
  const [named, selected] = [textAt(reference, 'name') !== '', isSet(reference, 'selector')]
  if (named && selected) addForbidden(found, 'spec.paramRef.name', 'name and selector are mutually exclusive')
  if (!named && !selected) addRequired(found, 'spec.paramRef', 'one of name or selector must be specified')
  const action = textAt(reference, 'parameterNotFoundAction')
  if (action === '') addRequired(found, 'spec.paramRef.parameterNotFoundAction')
  else checkOptionalWord(found, 'spec.paramRef.parameterNotFoundAction', action, ['Allow', 'Deny'])
}
