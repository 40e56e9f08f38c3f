import { byteLength, checkQualifiedName, type JsonObject } from '#kube'
import { isSet, mapsAt, numberAt, textAt } from '../read.ts'
import { addDuplicate, addInvalid, addRequired, addTooLong, addUnsupported, type Findings } from './finding.ts'

/** Checks a list of conditions (meta/v1 ValidateConditions). */
export function checkConditions(found: Findings, status: JsonObject, field: string): void {
  const seen = new Set<string>()
  for (const [at, condition] of mapsAt(status, 'conditions').entries()) {
    const place = `${field}[${at}]`
    const type = textAt(condition, 'type')
    if (seen.has(type)) addDuplicate(found, `${place}.type`, type)
    seen.add(type)
    addInvalid(found, `${place}.type`, type, ...checkQualifiedName(type))
    checkCondition(found, condition, place)
  }
}

const words = ['False', 'True', 'Unknown']
const longestReasonBytes = 1024
const longestMessageBytes = 32 * 1024
const reasonFormat = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?'
const reasonRule = new RegExp(`^${reasonFormat}$`)
const reasonDetail = `a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '${reasonFormat}')`

function checkCondition(found: Findings, condition: JsonObject, field: string): void {
  const [status, reason] = [textAt(condition, 'status'), textAt(condition, 'reason')]
  if (!words.includes(status)) addUnsupported(found, `${field}.status`, status, words)
  const generation = numberAt(condition, 'observedGeneration') ?? 0
  if (generation < 0) {
    addInvalid(found, `${field}.observedGeneration`, generation, 'must be greater than or equal to zero')
  }
  if (!isSet(condition, 'lastTransitionTime')) addRequired(found, `${field}.lastTransitionTime`, 'must be set')
  if (reason === '') addRequired(found, `${field}.reason`, 'must be set')
  else {
    if (!reasonRule.test(reason)) addInvalid(found, `${field}.reason`, reason, reasonDetail)
    if (byteLength(reason) > longestReasonBytes) addTooLong(found, `${field}.reason`, longestReasonBytes)
  }
  if (byteLength(textAt(condition, 'message')) > longestMessageBytes) {
    addTooLong(found, `${field}.message`, longestMessageBytes)
  }
}
