import { checkLabelValue, checkQualifiedName, type JsonObject } from '#kube'
import { addInvalid, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, textAt } from '../read.ts'

/** Checks tolerations (core ValidateTolerations). */
export function checkTolerations(found: Findings, tolerations: readonly JsonObject[], field: string): void {
  for (const [at, toleration] of tolerations.entries()) checkToleration(found, toleration, `${field}[${at}]`)
}

/** Checks the effect of a taint or toleration. */
export function checkTaintEffect(found: Findings, effect: string, field: string): void {
  if (!effects.includes(effect)) addUnsupported(found, field, effect, effects)
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

function checkToleration(found: Findings, toleration: JsonObject, field: string): void {
  const [key, operator, effect] = [
    textAt(toleration, 'key'),
    textAt(toleration, 'operator'),
    textAt(toleration, 'effect'),
  ]
  if (key !== '') addInvalid(found, `${field}.key`, key, ...checkQualifiedName(key))
  else if (operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
    addInvalid(found, `${field}.operator`, operator, detail)
  }
  if (isSet(toleration, 'tolerationSeconds') && effect !== 'NoExecute') {
    addInvalid(found, `${field}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
  }
  checkOperator(found, toleration, field)
  if (effect !== '') checkTaintEffect(found, effect, `${field}.effect`)
}

function checkOperator(found: Findings, toleration: JsonObject, field: string): void {
  const [operator, value] = [textAt(toleration, 'operator'), textAt(toleration, 'value')]
  if (operator === '' || operator === 'Equal') {
    const faults = checkLabelValue(value)
    if (faults.length > 0) addInvalid(found, `${field}.operator`, value, faults.join(';'))
  } else if (operator === 'Exists') {
    if (value !== '')
      addInvalid(found, `${field}.operator`, toleration, "value must be empty when `operator` is 'Exists'")
  } else addUnsupported(found, `${field}.operator`, operator, ['Equal', 'Exists'])
}
