import { textAt } from '#kinds'
import type { Finding, JsonObject } from '#kube'
import { findPathFaults } from './simple-path.ts'

const types = ['boolean', 'date', 'integer', 'number', 'string']
const formats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password']

/** What is wrong with a printer column (ValidateCustomResourceColumnDefinition). */
export function findColumnFaults(column: JsonObject, field: string): readonly Finding[] {
  const [name, path] = [textAt(column, 'name'), textAt(column, 'jsonPath')]
  return [
    ...(name === '' ? [{ field: `${field}.name`, type: 'required' } as const] : []),
    ...typeFaults(textAt(column, 'type'), `${field}.type`),
    ...formatFaults(textAt(column, 'format'), `${field}.format`),
    ...(path === '' ? [{ field: `${field}.JSONPath`, type: 'required' } as const] : []),
    ...(path === '' ? [] : findPathFaults(path, `${field}.JSONPath`)),
  ]
}

function typeFaults(value: string, field: string): readonly Finding[] {
  const detail = `must be one of ${types.join(',')}`
  if (value === '') return [{ field, type: 'required', detail }]
  return types.includes(value) ? [] : [{ field, type: 'invalid', value, detail }]
}

function formatFaults(value: string, field: string): readonly Finding[] {
  if (value === '' || formats.includes(value)) return []
  return [{ field, type: 'invalid', value, detail: `must be one of ${formats.join(',')}` }]
}
