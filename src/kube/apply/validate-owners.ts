import { byteLength } from '../names/regular.ts'
import { isMap, type Json, textOf } from '../patch/json.ts'
import type { Finding } from '../status/finding.ts'
import { tooLong } from '../status/print-finding.ts'
import { isPrintable, MAX_MANAGER_BYTES } from './field-manager.ts'

const MAX_SUBRESOURCE_BYTES = 256

/** Findings of the `metadata.managedFields` that a client sends (metav1 validation.ValidateManagedFields). */
export function validateManagedFields(entries: Json | undefined, field: string): readonly Finding[] {
  if (!Array.isArray(entries)) return []
  return entries.flatMap((entry, at) => (isMap(entry) ? entryFindings(entry, `${field}[${at}]`) : []))
}

/** Findings of the name of a field manager (metav1 validation.ValidateFieldManager). */
export function validateFieldManager(name: string, field: string): readonly Finding[] {
  const findings: Finding[] = byteLength(name) > MAX_MANAGER_BYTES ? [tooLong(field, MAX_MANAGER_BYTES)] : []
  let position = 0
  for (const character of name) {
    if (!isPrintable(character)) findings.push(characterFinding(name, character, position, field))
    position += byteLength(character)
  }
  return findings
}

function characterFinding(name: string, character: string, position: number, field: string): Finding {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return { field, type: 'invalid', value: name, detail: `invalid character U+${code} (at position ${position})` }
}

function entryFindings(entry: Readonly<Record<string, Json>>, field: string): readonly Finding[] {
  const findings: Finding[] = []
  const { operation, fieldsType = '', manager, subresource } = entry
  if (operation !== 'Apply' && operation !== 'Update') {
    const detail = 'must be `Apply` or `Update`'
    findings.push({ field: `${field}.operation`, type: 'invalid', value: textOf(operation), detail })
  }
  if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
    findings.push({ field: `${field}.fieldsType`, type: 'invalid', value: fieldsType, detail: 'must be `FieldsV1`' })
  }
  findings.push(...validateFieldManager(textOf(manager), `${field}.manager`))
  if (byteLength(textOf(subresource)) > MAX_SUBRESOURCE_BYTES) {
    findings.push(tooLong(`${field}.subresource`, MAX_SUBRESOURCE_BYTES))
  }
  return findings
}
