import { checkLabelValue, checkQualifiedName, type Json, type JsonObject } from '#kube'
import { asMap, listAt, mapsAt, pairsAt, textAt, textsAt } from '../read.ts'
import { addForbidden, addInvalid, addRequired, type Findings } from './finding.ts'
import { checkLabels } from './metadata.ts'

/** Checks a LabelSelector (meta/v1 ValidateLabelSelector); missing is fine. */
export function checkSelector(found: Findings, selector: Json | undefined, field: string): void {
  const map = asMap(selector)
  checkLabels(found, map['matchLabels'], `${field}.matchLabels`)
  for (const [at, expression] of mapsAt(map, 'matchExpressions').entries()) {
    checkExpression(found, expression, `${field}.matchExpressions[${at}]`)
  }
}

/** Whether a LabelSelector selects everything: it has no requirement. */
export function selectsAll(selector: Json | undefined): boolean {
  const map = asMap(selector)
  return pairsAt(map, 'matchLabels').length === 0 && listAt(map, 'matchExpressions').length === 0
}

/** Whether a LabelSelector matches labels; one that is wrong matches nothing. */
export function matchesSelector(selector: Json | undefined, labels: Json | undefined): boolean {
  const [map, own] = [asMap(selector), asMap(labels)]
  const valueOf = (key: string) => (Object.hasOwn(own, key) ? own[key] : undefined)
  return (
    pairsAt(map, 'matchLabels').every(([key, value]) => valueOf(key) === value) &&
    mapsAt(map, 'matchExpressions').every((each) => matchesExpression(each, valueOf(textAt(each, 'key'))))
  )
}

function matchesExpression(expression: JsonObject, value: Json | undefined): boolean {
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && listAt(expression, 'values').includes(value)
    case 'NotIn':
      return value === undefined || !listAt(expression, 'values').includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}

function checkExpression(found: Findings, expression: JsonObject, field: string): void {
  const operator = textAt(expression, 'operator')
  const values = textsAt(expression, 'values')
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) {
      addRequired(found, `${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      addForbidden(found, `${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
    }
  } else addInvalid(found, `${field}.operator`, operator, 'not a valid selector operator')
  addInvalid(found, `${field}.key`, textAt(expression, 'key'), ...checkQualifiedName(textAt(expression, 'key')))
  for (const [at, value] of values.entries())
    addInvalid(found, `${field}.values[${at}]`, value, ...checkLabelValue(value))
}
