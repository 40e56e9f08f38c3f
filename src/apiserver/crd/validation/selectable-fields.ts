import { textAt } from '#kinds'
import type { Finding, JsonObject, Schema } from '#kube'
import { followPath } from './field-path.ts'

const maxFields = 8
const types: readonly (string | undefined)[] = ['string', 'boolean', 'integer']

/** What is wrong with the fields that lists may be selected by (ValidateCustomResourceSelectableFields). */
export function findSelectableFaults(
  fields: readonly JsonObject[],
  schema: JsonObject,
  field: string,
): readonly Finding[] {
  const seen = new Set<string>()
  const findings = fields.flatMap((row, at) => pathFaults(row, schema as Schema, `${field}[${at}].jsonPath`, seen))
  if (seen.size <= maxFields) return findings
  const detail = `must have at most ${maxFields} items`
  return [...findings, { field, type: 'too-many', value: seen.size, detail }]
}

function pathFaults(row: JsonObject, schema: Schema, field: string, seen: Set<string>): readonly Finding[] {
  const value = textAt(row, 'jsonPath')
  if (value === '') return [{ field, type: 'required' }]
  const found = followPath(value, schema, false)
  if (typeof found === 'string') return [{ field, type: 'invalid', value, detail: `is an invalid path: ${found}` }]
  const details = [
    ...(found.root === 'metadata' ? ['must not point to fields in metadata'] : []),
    ...(types.includes(found.schema?.type)
      ? []
      : [
          'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
        ]),
  ]
  const isRepeated = seen.has(found.text)
  seen.add(found.text)
  return [
    ...details.map((detail): Finding => ({ field, type: 'invalid', value, detail })),
    ...(isRepeated ? [{ field, type: 'duplicate', value } as const] : []),
  ]
}
