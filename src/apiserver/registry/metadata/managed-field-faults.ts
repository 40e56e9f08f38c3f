import { type Finding, type Json, valueAt } from '#kube'
import { findFieldManagerFaults } from './field-manager-faults.ts'

/** What is wrong with `metadata.managedFields` as a client sent it (ValidateManagedFields). */
export function findManagedFieldFaults(entries: Json): readonly Finding[] {
  if (!Array.isArray(entries)) return []
  return entries.flatMap((entry, at) => {
    const field = `metadata.managedFields[${at}]`
    const findings: Finding[] = []
    const operation = valueAt(entry, 'operation')
    if (operation !== 'Apply' && operation !== 'Update') {
      const detail = 'must be `Apply` or `Update`'
      findings.push({ field: `${field}.operation`, type: 'invalid', value: operation ?? '', detail })
    }
    const type = valueAt(entry, 'fieldsType')
    if (typeof type === 'string' && type !== '' && type !== 'FieldsV1') {
      findings.push({ field: `${field}.fieldsType`, type: 'invalid', value: type, detail: 'must be `FieldsV1`' })
    }
    const manager = valueAt(entry, 'manager')
    if (typeof manager === 'string') findings.push(...findFieldManagerFaults(manager, `${field}.manager`))
    const subresource = valueAt(entry, 'subresource')
    if (typeof subresource === 'string' && Buffer.byteLength(subresource) > maxSubresource) {
      const detail = `may not be more than ${maxSubresource} bytes`
      findings.push({ field: `${field}.subresource`, type: 'too-long', detail })
    }
    return findings
  })
}

const maxSubresource = 256
