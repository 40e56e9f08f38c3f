import { type FieldRow, typeRow } from '../schema/table.ts'
import type { TypeWord } from '../schema/type-word.ts'
import { ProtobufError } from './error.ts'

/** A type as its message is read and written. */
export interface Plan {
  readonly typeName: string
  /** In the order of Go's struct, which is the order of JSON keys. */
  readonly fields: readonly PlanField[]
  readonly byNumber: ReadonlyMap<number, PlanField>
  /** Only what is in the message, highest number first. */
  readonly descending: readonly PlanField[]
}

/** A field of a plan. */
export interface PlanField extends FieldRow {
  readonly slot: number
  /** The type without the pointer. */
  readonly word: TypeWord
  /** Go leaves it out of the message where it was never set: pointers, lists, maps, bytes. */
  readonly isNullable: boolean
}

/** The plan of a type, made once. Throws ProtobufError (`type`) for a name that no table has. */
export function planOf(typeName: string): Plan {
  const known = plans.get(typeName)
  if (known !== undefined) return known
  const row = typeRow(typeName)
  if (row === undefined) throw new ProtobufError('type', `${typeName} – is no built-in type`)
  const fields = row.fields.map(planField)
  const sent = fields.filter((field) => field.number > 0)
  const plan: Plan = {
    typeName,
    fields,
    byNumber: new Map(sent.map((field) => [field.number, field])),
    descending: [...sent].sort((a, b) => b.number - a.number),
  }
  plans.set(typeName, plan)
  return plan
}

const plans = new Map<string, Plan>()

function planField(field: FieldRow, slot: number): PlanField {
  const word = field.type.kind === 'pointer' ? field.type.of : field.type
  return { ...field, slot, word, isNullable: !isAlwaysThere(field.type) }
}

function isAlwaysThere(word: TypeWord): boolean {
  return (word.kind === 'scalar' && word.name !== 'bytes') || word.kind === 'struct' || word.kind === 'written'
}
