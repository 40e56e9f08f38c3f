import { checkDnsLabel, checkDnsSubdomain, checkQualifiedName, type JsonObject } from '#kube'
import { addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { checkSelector } from '../check/selector.ts'
import { isSet, listAt, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { checkMatchKeys } from './scheduling.ts'

/** Checks where a pod wants to run (core validateAffinity). */
export function checkAffinity(found: Findings, affinity: JsonObject, field: string): void {
  if (isSet(affinity, 'nodeAffinity'))
    checkNodeAffinity(found, mapAt(affinity, 'nodeAffinity'), `${field}.nodeAffinity`)
  for (const key of ['podAffinity', 'podAntiAffinity']) {
    if (isSet(affinity, key)) checkPodAffinity(found, mapAt(affinity, key), `${field}.${key}`)
  }
}

/** Checks the terms of a node selector (core ValidateNodeSelector). */
export function checkNodeSelector(found: Findings, selector: JsonObject, field: string): void {
  const terms = mapsAt(selector, 'nodeSelectorTerms')
  if (terms.length === 0) addRequired(found, `${field}.nodeSelectorTerms`, 'must have at least one node selector term')
  for (const [at, term] of terms.entries()) checkTerm(found, term, `${field}.nodeSelectorTerms[${at}]`)
}

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution'

function checkNodeAffinity(found: Findings, affinity: JsonObject, field: string): void {
  if (isSet(affinity, requiredTerms))
    checkNodeSelector(found, mapAt(affinity, requiredTerms), `${field}.${requiredTerms}`)
  for (const [at, term] of mapsAt(affinity, preferredTerms).entries()) {
    const place = `${field}.${preferredTerms}[${at}]`
    checkWeight(found, term, place)
    checkTerm(found, mapAt(term, 'preference'), `${place}.preference`)
  }
}

function checkWeight(found: Findings, term: JsonObject, field: string): void {
  const weight = numberAt(term, 'weight') ?? 0
  if (weight <= 0 || weight > 100) addInvalid(found, `${field}.weight`, weight, 'must be in the range 1-100')
}

function checkTerm(found: Findings, term: JsonObject, field: string): void {
  for (const [at, each] of mapsAt(term, 'matchExpressions').entries()) {
    checkRequirement(found, each, `${field}.matchExpressions[${at}]`)
    const key = textAt(each, 'key')
    addInvalid(found, `${field}.matchExpressions[${at}].key`, key, ...checkQualifiedName(key))
  }
  for (const [at, each] of mapsAt(term, 'matchFields').entries()) {
    const place = `${field}.matchFields[${at}]`
    const [operator, values] = [textAt(each, 'operator'), textsAt(each, 'values')]
    if (operator !== 'In' && operator !== 'NotIn')
      addInvalid(found, `${place}.operator`, operator, 'not a valid selector operator')
    else if (values.length !== 1)
      addRequired(
        found,
        `${place}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      )
    if (textAt(each, 'key') !== 'metadata.name')
      addInvalid(found, `${place}.key`, textAt(each, 'key'), 'not a valid field selector key')
    else {
      for (const [index, value] of values.entries())
        addInvalid(found, `${place}.values[${index}]`, value, ...checkDnsSubdomain(value))
    }
  }
}

function checkRequirement(found: Findings, requirement: JsonObject, field: string): void {
  const operator = textAt(requirement, 'operator')
  const count = listAt(requirement, 'values').length
  if (operator === 'In' || operator === 'NotIn') {
    if (count === 0) addRequired(found, `${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (count > 0) {
      addForbidden(found, `${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
    }
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (count !== 1)
      addRequired(found, `${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")
  } else addInvalid(found, `${field}.operator`, operator, 'not a valid selector operator')
}

function checkPodAffinity(found: Findings, affinity: JsonObject, field: string): void {
  for (const [at, term] of mapsAt(affinity, requiredTerms).entries()) {
    checkPodTerm(found, term, `${field}.${requiredTerms}[${at}]`)
  }
  for (const [at, term] of mapsAt(affinity, preferredTerms).entries()) {
    const place = `${field}.${preferredTerms}[${at}]`
    checkWeight(found, term, place)
    checkPodTerm(found, mapAt(term, 'podAffinityTerm'), `${place}.podAffinityTerm`)
  }
}

function checkPodTerm(found: Findings, term: JsonObject, field: string): void {
  checkSelector(found, term['labelSelector'], `${field}.labelSelector`)
  checkSelector(found, term['namespaceSelector'], `${field}.namespaceSelector`)
  for (const name of textsAt(term, 'namespaces')) addInvalid(found, `${field}.namespace`, name, ...checkDnsLabel(name))
  checkMatchKeys(found, term, { field, lists: ['matchLabelKeys', 'mismatchLabelKeys'] })
  const key = textAt(term, 'topologyKey')
  if (key === '') addRequired(found, `${field}.topologyKey`, 'can not be empty')
  addInvalid(found, `${field}.topologyKey`, key, ...checkQualifiedName(key))
}
