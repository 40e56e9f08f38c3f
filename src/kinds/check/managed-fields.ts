import { byteLength, type JsonObject } from '#kube'
import { textAt } from '../read.ts'
import { addInvalid, addTooLong, type Findings } from './finding.ts'

/** Checks the entries of `metadata.managedFields` (meta/v1 ValidateManagedFields). */
export function checkManagedFields(found: Findings, entries: readonly JsonObject[]): void {
  for (const [at, entry] of entries.entries()) {
    const field = `metadata.managedFields[${at}]`
    const operation = textAt(entry, 'operation')
    if (operation !== 'Apply' && operation !== 'Update') {
      addInvalid(found, `${field}.operation`, operation, 'must be `Apply` or `Update`')
    }
    const fieldsType = textAt(entry, 'fieldsType')
    if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
      addInvalid(found, `${field}.fieldsType`, fieldsType, 'must be `FieldsV1`')
    }
    if (byteLength(textAt(entry, 'manager')) > 128) addTooLong(found, `${field}.manager`, 128)
    if (byteLength(textAt(entry, 'subresource')) > 256) addTooLong(found, `${field}.subresource`, 256)
  }
}
