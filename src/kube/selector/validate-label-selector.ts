import { checkLabelValue, checkQualifiedName } from '../names/label.ts'
import { isMap, type Json, textOf } from '../patch/json.ts'
import type { Finding } from '../status/finding.ts'

/** Findings of a map of labels, all at `field` (metav1 validation.ValidateLabels). */
export function validateLabels(labels: Json | undefined, field: string): readonly Finding[] {
  if (!isMap(labels)) return []
  return Object.keys(labels).flatMap((key) => [
    ...keyFindings(key, field),
    ...valueFindings(textOf(labels[key]), field),
  ])
}

/** Findings of a LabelSelector object (metav1 validation.ValidateLabelSelector). */
export function validateLabelSelector(selector: Json | undefined, field: string): readonly Finding[] {
  if (!isMap(selector)) return []
  const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions : []
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...expressions.flatMap((expression, at) => expressionFindings(expression, `${field}.matchExpressions[${at}]`)),
  ]
}

function expressionFindings(expression: Json, field: string): readonly Finding[] {
  const { key, operator, values } = isMap(expression) ? expression : {}
  const texts = Array.isArray(values) ? values.map(textOf) : []
  return [
    ...operatorFindings(typeof operator === 'string' ? operator : '', texts.length, field),
    ...keyFindings(typeof key === 'string' ? key : '', `${field}.key`),
    ...texts.flatMap((value, at) => valueFindings(value, `${field}.values[${at}]`)),
  ]
}

function operatorFindings(operator: string, count: number, field: string): readonly Finding[] {
  if (operator === 'In' || operator === 'NotIn') {
    if (count > 0) return []
    const detail = "must be specified when `operator` is 'In' or 'NotIn'"
    return [{ field: `${field}.values`, type: 'required', detail }]
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (count === 0) return []
    const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
    return [{ field: `${field}.values`, type: 'forbidden', detail }]
  }
  return [{ field: `${field}.operator`, type: 'invalid', value: operator, detail: 'not a valid selector operator' }]
}

function keyFindings(key: string, field: string): readonly Finding[] {
  return checkQualifiedName(key).map((detail) => ({ field, type: 'invalid', value: key, detail }))
}

function valueFindings(value: string, field: string): readonly Finding[] {
  return checkLabelValue(value).map((detail) => ({ field, type: 'invalid', value, detail }))
}
