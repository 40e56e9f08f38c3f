import { checkQualifiedName, type JsonObject } from '#kube'
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
import { isSet, numberAt, textAt, textsAt } from '../read.ts'

/** Checks conditions that a pod waits for to be ready. */
export function checkReadinessGates(found: Findings, gates: readonly JsonObject[], field: string): void {
  for (const [at, gate] of gates.entries()) {
    const type = textAt(gate, 'conditionType')
    addInvalid(found, `${field}[${at}].conditionType`, type, ...checkQualifiedName(type))
  }
}

/** Checks gates that keep a pod from the scheduler. */
export function checkSchedulingGates(found: Findings, gates: readonly JsonObject[], field: string): void {
  const seen = new Set<string>()
  for (const [at, gate] of gates.entries()) {
    const name = textAt(gate, 'name')
    addInvalid(found, `${field}[${at}]`, name, ...checkQualifiedName(name))
    if (seen.has(name)) addDuplicate(found, `${field}[${at}]`, name)
    seen.add(name)
  }
}

/** Checks how pods spread over a topology (core validateTopologySpreadConstraints). */
export function checkSpread(found: Findings, constraints: readonly JsonObject[], field: string): void {
  const seen = new Set<string>()
  for (const [at, constraint] of constraints.entries()) {
    const place = `${field}[${at}]`
    checkConstraint(found, constraint, place)
    const pair = `{${textAt(constraint, 'topologyKey')}, ${textAt(constraint, 'whenUnsatisfiable')}}`
    if (seen.has(pair)) addDuplicate(found, `${place}.{topologyKey, whenUnsatisfiable}`, pair)
    seen.add(pair)
  }
}

const actions = ['DoNotSchedule', 'ScheduleAnyway']
const honours = ['Honor', 'Ignore']

function checkConstraint(found: Findings, constraint: JsonObject, field: string): void {
  const skew = numberAt(constraint, 'maxSkew') ?? 0
  if (skew <= 0) addInvalid(found, `${field}.maxSkew`, skew, 'must be greater than zero')
  const key = textAt(constraint, 'topologyKey')
  if (key === '') addRequired(found, `${field}.topologyKey`, 'can not be empty')
  else addInvalid(found, `${field}.topologyKey`, key, ...checkQualifiedName(key))
  const action = textAt(constraint, 'whenUnsatisfiable')
  if (!actions.includes(action)) addUnsupported(found, `${field}.whenUnsatisfiable`, action, actions)
  const least = numberAt(constraint, 'minDomains')
  if (least !== undefined && least <= 0) addInvalid(found, `${field}.minDomains`, least, 'must be greater than zero')
  if (least !== undefined && action !== 'DoNotSchedule') {
    const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`
    addInvalid(found, `${field}.minDomains`, least, detail)
  }
  for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
    if (isSet(constraint, policy)) checkOptionalWord(found, `${field}.${policy}`, textAt(constraint, policy), honours)
  }
  checkSelector(found, constraint['labelSelector'], `${field}.labelSelector`)
  checkMatchKeys(found, constraint, { field, lists: ['matchLabelKeys'] })
}

/** Checks labels whose values are those of the pod itself (core validateMatchLabelKeysAndMismatchLabelKeys). */
export function checkMatchKeys(
  found: Findings,
  term: JsonObject,
  { field, lists }: { readonly field: string; readonly lists: readonly string[] },
): void {
  const isLone = !isSet(term, 'labelSelector')
  for (const list of lists) {
    for (const [at, key] of textsAt(term, list).entries()) {
      const place = `${field}.${list}[${at}]`
      if (isLone && at === 0) {
        addForbidden(found, `${field}.${list}`, 'must not be specified when labelSelector is not set')
      }
      addInvalid(found, place, key, ...checkQualifiedName(key))
      const other = list === 'mismatchLabelKeys' && textsAt(term, 'matchLabelKeys').includes(key)
      if (other) addInvalid(found, place, key, 'exists in both matchLabelKeys and mismatchLabelKeys')
    }
  }
}
