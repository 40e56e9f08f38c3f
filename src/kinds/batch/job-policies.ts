import type { JsonObject } from '#kube'
import { addDuplicate, addInvalid, addRequired, addTooMany, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, listAt, mapAt, mapsAt, textAt } from '../read.ts'

/** Checks when a job counts as failed or done before its end (batch validatePodFailurePolicy, validateSuccessPolicy). */
export function checkJobPolicies(found: Findings, spec: JsonObject, field: string): void {
  const isIndexed = textAt(spec, 'completionMode') === 'Indexed'
  if (isSet(spec, 'backoffLimitPerIndex') && !isIndexed) {
    addInvalid(found, `${field}.backoffLimitPerIndex`, spec['backoffLimitPerIndex'], 'requires indexed completion mode')
  }
  if (isSet(spec, 'maxFailedIndexes') && !isSet(spec, 'backoffLimitPerIndex')) {
    addRequired(found, `${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')
  }
  if (isSet(spec, 'podFailurePolicy')) checkFailurePolicy(found, spec, `${field}.podFailurePolicy`)
  if (!isSet(spec, 'successPolicy')) return
  if (!isIndexed) addInvalid(found, `${field}.successPolicy`, spec['successPolicy'], 'requires indexed completion mode')
  checkSuccessPolicy(found, mapAt(spec, 'successPolicy'), `${field}.successPolicy`)
}

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore']
const mostRules = 20

function checkFailurePolicy(found: Findings, spec: JsonObject, field: string): void {
  const rules = mapsAt(mapAt(spec, 'podFailurePolicy'), 'rules')
  if (rules.length > mostRules) addTooMany(found, `${field}.rules`, { count: rules.length, max: mostRules })
  const containers = mapAt(spec, 'template', 'spec')
  const names = [...mapsAt(containers, 'containers'), ...mapsAt(containers, 'initContainers')].map((each) =>
    textAt(each, 'name'),
  )
  for (const [at, rule] of rules.entries()) {
    const place = `${field}.rules[${at}]`
    checkAction(found, { rule, field: `${place}.action`, hasLimit: isSet(spec, 'backoffLimitPerIndex') })
    if (isSet(rule, 'onExitCodes'))
      checkExitCodes(found, mapAt(rule, 'onExitCodes'), { field: `${place}.onExitCodes`, names })
    for (const [index, pattern] of mapsAt(rule, 'onPodConditions').entries()) {
      const status = textAt(pattern, 'status')
      if (!['False', 'True', 'Unknown'].includes(status)) {
        addUnsupported(found, `${place}.onPodConditions[${index}].status`, status, ['False', 'True', 'Unknown'])
      }
    }
    const given = [isSet(rule, 'onExitCodes'), listAt(rule, 'onPodConditions').length > 0]
    if (given.every((each) => each)) {
      addInvalid(found, place, '<hidden>', 'specifying both OnExitCodes and OnPodConditions is not supported')
    } else if (!given.some((each) => each)) {
      addInvalid(found, place, '<hidden>', 'specifying one of OnExitCodes and OnPodConditions is required')
    }
  }
}

interface Action {
  readonly rule: JsonObject
  readonly field: string
  readonly hasLimit: boolean
}

function checkAction(found: Findings, { rule, field, hasLimit }: Action): void {
  const action = textAt(rule, 'action')
  if (action === '') addRequired(found, field, 'valid values: ["Count" "FailIndex" "FailJob" "Ignore"]')
  else if (!actions.includes(action)) addUnsupported(found, field, action, actions)
  else if (action === 'FailIndex' && !hasLimit) {
    addInvalid(found, field, action, 'requires the backoffLimitPerIndex to be set')
  }
}

interface CodesPlace {
  readonly field: string
  /** Names of the containers in the template. */
  readonly names: readonly string[]
}

function checkExitCodes(found: Findings, codes: JsonObject, { field, names }: CodesPlace): void {
  const operator = textAt(codes, 'operator')
  if (operator === '') addRequired(found, `${field}.operator`, 'valid values: ["In" "NotIn"]')
  else if (operator !== 'In' && operator !== 'NotIn')
    addUnsupported(found, `${field}.operator`, operator, ['In', 'NotIn'])
  if (isSet(codes, 'containerName') && !names.includes(textAt(codes, 'containerName'))) {
    const detail = 'must be one of the container or initContainer names in the pod template'
    addInvalid(found, `${field}.containerName`, codes['containerName'], detail)
  }
  const values = listAt(codes, 'values')
  if (values.length === 0) addInvalid(found, `${field}.values`, [], 'at least one value is required')
  if (values.length > 255) addTooMany(found, `${field}.values`, { count: values.length, max: 255 })
  for (const [at, value] of values.entries()) {
    if (operator === 'In' && value === 0) {
      addInvalid(found, `${field}.values[${at}]`, value, 'must not be 0 for the In operator')
    }
    if (values.indexOf(value) < at) addDuplicate(found, `${field}.values[${at}]`, value)
  }
}

function checkSuccessPolicy(found: Findings, policy: JsonObject, field: string): void {
  const rules = mapsAt(policy, 'rules')
  if (rules.length === 0)
    addRequired(found, `${field}.rules`, 'at least one rules must be specified when the successPolicy is specified')
  if (rules.length > mostRules) addTooMany(found, `${field}.rules`, { count: rules.length, max: mostRules })
  for (const [at, rule] of rules.entries()) {
    if (!isSet(rule, 'succeededCount') && !isSet(rule, 'succeededIndexes')) {
      addRequired(
        found,
        `${field}.rules[${at}]`,
        'at least one of succeededCount or succeededIndexes must be specified',
      )
    }
  }
}
