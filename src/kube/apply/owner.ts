import { isMap, type Json, type JsonObject } from '../patch/json.ts'
import { asJson, type FieldSet } from './field-set.ts'
import { readFieldSet } from './read-field-set.ts'

/** One owner of fields: an entry of `metadata.managedFields`, read. */
export interface Owner {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string
  /** RFC 3339, or absent. */
  readonly time?: string
  readonly set: FieldSet
}

/** Owners by what tells them apart; replaced, never changed. */
export type Owners = ReadonlyMap<string, Owner>

/** What tells owners apart: an applier is the same in every version. */
export function ownerKey({ manager, operation, apiVersion, subresource }: Omit<Owner, 'set' | 'time'>): string {
  return `${operation}\n${manager}\n${operation === 'Apply' ? '' : apiVersion}\n${subresource}`
}

/** The owners of `metadata.managedFields`; undefined where an entry is broken (managedfields.DecodeManagedFields). */
export function readOwners(entries: Json | undefined): Owners | undefined {
  if (entries === undefined || entries === null) return NONE
  if (!Array.isArray(entries)) return undefined
  const owners = new Map<string, Owner>()
  for (const entry of entries) {
    const owner = readOwner(entry)
    if (owner === undefined) return undefined
    owners.set(ownerKey(owner), owner)
  }
  return owners
}

const NONE: Owners = new Map()

function readOwner(entry: Json): Owner | undefined {
  if (!isMap(entry)) return undefined
  const { manager = '', operation, apiVersion, subresource = '', time, fieldsType, fieldsV1 } = entry
  if (operation !== 'Apply' && operation !== 'Update') return undefined
  if (typeof apiVersion !== 'string' || apiVersion === '' || fieldsType !== 'FieldsV1') return undefined
  const set = readFieldSet(fieldsV1)
  if (set === undefined || typeof manager !== 'string' || typeof subresource !== 'string') return undefined
  return { manager, operation, apiVersion, subresource, set, ...(typeof time === 'string' && { time }) }
}

/** The owners as `metadata.managedFields`, sorted; undefined when there is none. */
export function writeOwners(owners: Owners): Json[] | undefined {
  if (owners.size === 0) return undefined
  return [...owners.values()].sort(compareOwners).map(writeOwner)
}

function writeOwner({ manager, operation, apiVersion, subresource, time, set }: Owner): JsonObject {
  return {
    ...(manager !== '' && { manager }),
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: asJson(set),
    ...(subresource !== '' && { subresource }),
  }
}

function compareOwners(a: Owner, b: Owner): number {
  return (
    compareTexts(a.operation, b.operation) ||
    secondsOf(a) - secondsOf(b) ||
    compareTexts(a.manager, b.manager) ||
    compareTexts(a.apiVersion, b.apiVersion) ||
    compareTexts(a.subresource, b.subresource)
  )
}

/** When an owner last wrote; 0 when nobody knows. */
export function secondsOf({ time }: Owner): number {
  if (time === undefined) return 0
  const ms = Date.parse(time)
  return Number.isNaN(ms) ? 0 : Math.floor(ms / 1000)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
