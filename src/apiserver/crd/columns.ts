import { ageColumn, ageOf, type Column, nameColumn, numberAt, textAt } from '#kinds'
import { compileJsonPath, type Json, type JsonObject, JsonPathError, printJsonPath } from '#kube'

/** Columns of the tables of a custom kind: its name, then what the definition says, or the age (tableconvertor.New). */
export function columnsOf(rows: readonly JsonObject[]): readonly Column[] {
  const own: Column[] = []
  for (const row of rows) {
    const find = searchOf(textAt(row, 'jsonPath'))
    // The reference serves the columns before one that it cannot read.
    if (find === undefined) break
    own.push(columnOf(row, find))
  }
  return [nameColumn, ...(rows.length === 0 ? [createdColumn] : own)]
}

type Search = (data: unknown) => readonly unknown[]

const createdColumn: Column = { ...ageColumn, type: 'date' }

function searchOf(path: string): Search | undefined {
  try {
    return compileJsonPath(path)
  } catch (cause) {
    if (cause instanceof JsonPathError) return undefined
    throw cause
  }
}

function columnOf(row: JsonObject, find: Search): Column {
  const path = textAt(row, 'jsonPath')
  const type = textAt(row, 'type') as Column['type']
  const [format, description] = [textAt(row, 'format'), textAt(row, 'description')]
  const cell = cells[type]
  return {
    name: textAt(row, 'name'),
    type,
    ...(format !== '' && { format }),
    description: description === '' ? `Custom resource definition column (in JSONPath format): ${path}` : description,
    priority: numberAt(row, 'priority') ?? 0,
    value: (object, now) => {
      const value = find(object)[0] as Json | undefined
      return value === undefined || value === null ? null : cell(value, now)
    },
  }
}

/** Cells of values that are there; null for a value of another type. */
const cells: Readonly<Record<Column['type'], (value: Json, now: number) => Json>> = {
  string: (value) => printJsonPath('{@}', value),
  integer: (value) => (typeof value === 'number' ? Math.trunc(value) : null),
  number: (value) => (typeof value === 'number' ? value : null),
  boolean: (value) => (typeof value === 'boolean' ? value : null),
  date: (value, now) => (typeof value === 'string' ? dateText(value, now) : null),
}

function dateText(value: string, now: number): string {
  if (value === '' || value === 'null') return '<unknown>'
  return Number.isNaN(Date.parse(value)) ? '<invalid>' : ageOf(value, now)
}
