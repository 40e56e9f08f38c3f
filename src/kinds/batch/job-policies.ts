import { byteLength, checkQualifiedName, type JsonObject } from '#kube'
import {
  add,
  addDuplicate,
  addInvalid,
  addRequired,
  addTooLong,
  addTooMany,
  addUnsupported,
  checkNotNegative,
  type Findings,
} from '../check/finding.ts'
import { isSet, listAt, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { readIndexes } from './index-ranges.ts'

/** Checks when a job counts as failed or done before its end (batch validatePodFailurePolicy, validateSuccessPolicy). */
export function checkJobPolicies(found: Findings, spec: JsonObject, field: string): void {
  const isIndexed = textAt(spec, 'completionMode') === 'Indexed'
  if (isSet(spec, 'maxFailedIndexes') && !isSet(spec, 'backoffLimitPerIndex')) {
    addRequired(found, `${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')
  }
  if (isIndexed) checkSizes(found, spec, field)
  else {
    for (const key of ['backoffLimitPerIndex', 'maxFailedIndexes']) {
      if (isSet(spec, key)) addInvalid(found, `${field}.${key}`, spec[key], 'requires indexed completion mode')
    }
  }
  if (isSet(spec, 'podFailurePolicy')) checkFailurePolicy(found, spec, `${field}.podFailurePolicy`)
  if (!isSet(spec, 'successPolicy')) return
  if (isIndexed) checkSuccessPolicy(found, spec, `${field}.successPolicy`)
  else addInvalid(found, `${field}.successPolicy`, spec['successPolicy'], 'requires indexed completion mode')
}

const largest = 100_000
const largestOfMany = 10_000

/** How many pods and failures can still be told apart by their indexes. */
function checkSizes(found: Findings, spec: JsonObject, field: string): void {
  const [completions = 0, parallelism = 0] = [numberAt(spec, 'completions'), numberAt(spec, 'parallelism')]
  const failed = numberAt(spec, 'maxFailedIndexes')
  const tell = (key: string, detail: string) => addInvalid(found, `${field}.${key}`, spec[key], detail)
  if (parallelism > largest) {
    tell('parallelism', `must be less than or equal to ${largest} when completion mode is Indexed`)
  }
  if (failed !== undefined && isSet(spec, 'completions') && failed > completions) {
    tell('maxFailedIndexes', 'must be less than or equal to completions')
  }
  if (failed !== undefined && failed > largest) tell('maxFailedIndexes', `must be less than or equal to ${largest}`)
  if (completions <= largest || !isSet(spec, 'backoffLimitPerIndex')) return
  const detail = `must be less than or equal to ${largestOfMany} when completions are above ${largest} and used with backoff limit per index`
  if (failed === undefined) {
    addRequired(found, `${field}.maxFailedIndexes`, `must be specified when completions is above ${largest}`)
  }
  if (parallelism > largestOfMany) tell('parallelism', detail)
  if (failed !== undefined && failed > largestOfMany) tell('maxFailedIndexes', detail)
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
    const patterns = mapsAt(rule, 'onPodConditions')
    if (patterns.length > mostRules) {
      addTooMany(found, `${place}.onPodConditions`, { count: patterns.length, max: mostRules })
    }
    for (const [index, pattern] of patterns.entries()) {
      const type = textAt(pattern, 'type')
      addInvalid(found, `${place}.onPodConditions[${index}].type`, type, ...checkQualifiedName(type))
      const status = textAt(pattern, 'status')
      if (!['False', 'True', 'Unknown'].includes(status)) {
        addUnsupported(found, `${place}.onPodConditions[${index}].status`, status, ['False', 'True', 'Unknown'])
      }
    }
    const tell = (detail: string) => add(found, { field: place, type: 'invalid', detail })
    const given = [isSet(rule, 'onExitCodes'), listAt(rule, 'onPodConditions').length > 0]
    if (given.every((each) => each)) {
      tell('specifying both OnExitCodes and OnPodConditions is not supported')
    } else if (!given.some((each) => each)) {
      tell('specifying one of OnExitCodes and OnPodConditions is required')
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
  const isOrdered = values.every((value, at) => at === 0 || Number(values[at - 1]) <= Number(value))
  if (!isOrdered) addInvalid(found, `${field}.values`, [...values], 'must be ordered')
}

function checkSuccessPolicy(found: Findings, spec: JsonObject, field: string): void {
  const rules = mapsAt(mapAt(spec, 'successPolicy'), 'rules')
  if (rules.length === 0)
    addRequired(found, `${field}.rules`, 'at least one rules must be specified when the successPolicy is specified')
  if (rules.length > mostRules) addTooMany(found, `${field}.rules`, { count: rules.length, max: mostRules })
  const completions = numberAt(spec, 'completions') ?? 0
  for (const [at, rule] of rules.entries())
    checkSuccessRule(found, rule, { field: `${field}.rules[${at}]`, completions })
}

const longestIndexesBytes = 64 * 1024

function checkSuccessRule(
  found: Findings,
  rule: JsonObject,
  { field, completions }: { readonly field: string; readonly completions: number },
): void {
  const hasIndexes = isSet(rule, 'succeededIndexes')
  const text = textAt(rule, 'succeededIndexes')
  if (!isSet(rule, 'succeededCount') && !hasIndexes) {
    addRequired(found, field, 'at least one of succeededCount or succeededIndexes must be specified')
  }
  if (byteLength(text) > longestIndexesBytes) addTooLong(found, `${field}.succeededIndexes`, longestIndexesBytes)
  const { total, fault } = readIndexes(text, completions)
  if (fault !== undefined) {
    addInvalid(found, `${field}.succeededIndexes`, text, `error parsing succeededIndexes: ${fault}`)
  }
  const count = numberAt(rule, 'succeededCount')
  if (count === undefined) return
  const place = `${field}.succeededCount`
  checkNotNegative(found, place, count)
  const most = 'must be less than or equal to'
  if (count > completions) {
    addInvalid(found, place, count, `${most} ${completions} (the number of specified completions)`)
  }
  if (hasIndexes && count > total) {
    addInvalid(found, place, count, `${most} ${total} (the number of indexes in the specified succeededIndexes field)`)
  }
}
