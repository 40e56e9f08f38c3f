import { dump } from '#yaml'
import type { GoStruct, GoType } from '../file/go-type.ts'
import { kustomizationType } from '../file/kustomization-type.ts'
import type { Kustomization } from '../file/types.ts'

/** One field of a kustomization as the reference writes it, or an empty text where the field is empty. */
export function printField(file: Kustomization, name: keyof Kustomization): string {
  const type = kustomizationType.fields.find((field) => field.json === name)?.type
  const value = type && printable(file[name], type)
  return value === undefined ? '' : dump({ [name]: value })
}

/** A whole kustomization file as the reference writes it: fields sorted by name, empty ones left out. */
export function printWhole(file: Kustomization): string {
  return dump(structOf(file as Fields, kustomizationType))
}

/** Fields that are written even when they are empty, and what they are then. */
const ALWAYS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'types.Replica': { count: 0 },
  'types.Var': { name: '', objref: { name: '' }, fieldref: {} },
  'types.Target': { name: '' },
  'types.LegacySortOptions': { orderFirst: null, orderLast: null },
  'types.TargetSelector': { select: null },
}
/** Texts that are pointers: an empty one is written too. */
const POINTERS: Readonly<Record<string, string>> = {
  'types.Replacement': 'sourceValue',
  'types.ReplacementField': 'sourceValue',
}

/** What Go's JSON encoder leaves of a value; undefined where `omitempty` drops it. */
function printable(value: unknown, type: GoType): unknown {
  if (value === undefined || value === null) return undefined
  switch (type.form) {
    case 'list':
      return isEmpty(value) ? undefined : (value as readonly unknown[]).map((item) => itemOf(item, type.of))
    case 'map':
      return isEmpty(value) ? undefined : mapValues(value as Fields, (item) => itemOf(item, type.of))
    case 'struct':
      return structOf(value as Fields, type)
    default:
      return value === '' || value === false || value === 0 ? undefined : value
  }
}

type Fields = Readonly<Record<string, unknown>>

function itemOf(item: unknown, type: GoType): unknown {
  return type.form === 'struct' || type.form === 'list' || type.form === 'map' ? (printable(item, type) ?? null) : item
}

function mapValues(map: Fields, of: (value: unknown) => unknown): Fields {
  const result = Object.create(null) as Record<string, unknown>
  for (const key of Object.keys(map)) result[key] = of(map[key])
  return result
}

function structOf(value: Fields, type: GoStruct): Fields {
  const result: Record<string, unknown> = { ...ALWAYS[type.name] }
  for (const { json, type: of } of type.fields) {
    const isPointer = POINTERS[type.name] === json
    const field = isPointer ? value[json] : printable(value[json], of)
    if (field !== undefined) result[json] = field
  }
  return result
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : Object.keys(value as object).length === 0
}
