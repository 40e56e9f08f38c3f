import { isMap, type Json, type JsonObject, textOf } from '../../patch/json.ts'
import type { Finding } from '../../status/finding.ts'
import { notSupported } from '../../status/print-finding.ts'

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']
const LINE_BREAK = /[\n\r]+/

/** Checks the texts of CEL rules, not what they mean. */
export function checkRuleTexts(schema: JsonObject, field: string, findings: Finding[]): void {
  const rules = schema['x-kubernetes-validations']
  if (!Array.isArray(rules)) return
  rules.forEach((rule, at) => {
    if (isMap(rule)) checkRule(rule, `${field}.x-kubernetes-validations[${at}]`, findings)
  })
}

function checkRule(rule: JsonObject, field: string, findings: Finding[]): void {
  const message = messageFinding(rule, field)
  if (message !== undefined) findings.push(message)
  const expression = textOf(rule.messageExpression)
  if (expression !== '' && expression.trim() === '') {
    const detail = 'messageExpression must be non-empty if specified'
    findings.push({ field: `${field}.messageExpression`, type: 'required', detail })
  }
  const reason = rule.reason as Json | undefined
  if (reason !== undefined && reason !== null && !REASONS.includes(textOf(reason))) {
    findings.push(notSupported(`${field}.reason`, reason, REASONS))
  }
  const path = textOf(rule.fieldPath)
  const value = path
  if (path !== '' && path.trim() === '') {
    findings.push({ field: `${field}.fieldPath`, type: 'invalid', value, detail: 'must be non-empty if specified' })
  }
  if (LINE_BREAK.test(path)) {
    findings.push({ field: `${field}.fieldPath`, type: 'invalid', value, detail: 'must not contain line breaks' })
  }
}

function messageFinding(rule: JsonObject, field: string): Finding | undefined {
  const text = textOf(rule.rule).trim()
  const value = textOf(rule.message)
  const message = value.trim()
  if (text === '') return { field: `${field}.rule`, type: 'required', detail: 'rule is not specified' }
  const path = `${field}.message`
  if (value !== '' && message === '') {
    return { field: path, type: 'invalid', value, detail: 'must be non-empty if specified' }
  }
  if (LINE_BREAK.test(message)) return { field: path, type: 'invalid', value, detail: 'must not contain line breaks' }
  if (LINE_BREAK.test(text) && message === '') {
    return { field: path, type: 'required', detail: 'message must be specified if rule contains line breaks' }
  }
  return undefined
}
