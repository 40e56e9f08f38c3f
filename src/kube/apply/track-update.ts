import type { KubeObject } from '../object/object.ts'
import { isMap, type Json, type JsonObject, textOf } from '../patch/json.ts'
import { timeText } from '../time/time-text.ts'
import { capOwners } from './cap-owners.ts'
import { atVersion, type FieldContext, typed, writerOf } from './context.ts'
import { emptyObject } from './empty-object.ts'
import { isEmpty, union } from './field-set.ts'
import { fitSet } from './fit-set.ts'
import { type Owner, type Owners, ownerKey, readOwners, writeOwners } from './owner.ts'
import { withoutUnowned } from './strip.ts'
import { takeFields } from './take-fields.ts'
import { sameValue } from './typed-value.ts'

/** A create, update or patch that is no apply. */
export interface UpdateTracking extends FieldContext {
  /** The object as it is stored; absent for a create. */
  readonly live?: KubeObject
  /** The object as it shall be, defaults and admission included. */
  readonly object: KubeObject
}

/**
 * The `metadata.managedFields` of an object after a write that is no apply; undefined when it has none. The writer gets
 * every field that it changed. An object without owners stays without until it is applied; a client that sends an empty
 * list takes all owners away (managedfields.FieldManager.Update).
 */
export function trackUpdate(update: UpdateTracking): Json[] | undefined {
  const { live, object } = update
  const owners = ownersBefore(update)
  if (owners.size === 0 && textOf(live?.metadata.uid) !== '') return undefined
  const tracked = trackChange(live ?? emptyObject(update.schema, object), object, owners, update)
  const stored = live?.metadata.managedFields
  if (tracked === owners && Array.isArray(stored) && readOwners(stored) !== undefined && isFrom(live, owners))
    return stored
  return writeOwners(tracked)
}

/** The owners after a change from one object to another; the very same map where nothing that is owned changes. */
export function trackChange(before: JsonObject, after: JsonObject, owners: Owners, context: FieldContext): Owners {
  const pair = [typed(before, context), typed(after, context)] as const
  const fitted = fitOwners(owners, before, context)
  const taking = takeFields(pair, fitted, context)
  const { added, modified, removed } = taking.comparison
  if (isEmpty(added) && isEmpty(modified) && isEmpty(removed) && isSame(taking.owners, owners)) return owners
  const writer = writerOf(context, 'Update')
  const set = withoutUnowned(union(union({}, modified), added))
  const left = new Map(taking.owners)
  if (!isEmpty(set)) {
    const key = ownerKey(writer)
    const previous = left.get(key)
    const all = previous === undefined ? set : union(previous.set, set)
    left.set(key, { ...writer, set: all, time: timeText(context.now) })
  }
  return capOwners(left)
}

/** Sets that fit the schema as it is now; types that are built in do not change. */
export function fitOwners(owners: Owners, live: JsonObject, context: FieldContext): Owners {
  if (context.schema.typeName !== undefined) return owners
  const fitted = new Map<string, Owner>()
  for (const [key, owner] of owners) {
    const value = atVersion(typed(live, context), owner.apiVersion, context)
    if (value === undefined) continue
    const set = fitSet(owner.set, value.atom)
    fitted.set(key, set === owner.set ? owner : { ...owner, set })
  }
  return fitted
}

const nobody: Owners = new Map()
const read = new WeakMap<readonly Json[], Owners>()

/** Owners that the client sends win, unless it sends none or broken ones. */
function ownersBefore({ live, object, subresource = '' }: UpdateTracking): Owners {
  const stored = live?.metadata.managedFields
  const sent = object.metadata.managedFields
  if (subresource !== '' || sent === undefined || sent === null) return ownersOf(stored)
  if (isReset(sent)) return nobody
  if (stored !== undefined && (sent === stored || sameValue(sent, stored))) return ownersOf(stored)
  const owners = readOwners(sent)
  return owners === undefined || owners.size === 0 ? ownersOf(stored) : owners
}

/** The owners of stored entries, read once. */
function ownersOf(stored: Json | undefined): Owners {
  if (!Array.isArray(stored)) return nobody
  let owners = read.get(stored)
  if (owners === undefined) {
    owners = readOwners(stored) ?? nobody
    read.set(stored, owners)
  }
  return owners
}

function isFrom(live: KubeObject | undefined, owners: Owners): boolean {
  const stored = live?.metadata.managedFields
  return Array.isArray(stored) && read.get(stored) === owners
}

function isReset(entries: Json): boolean {
  if (!Array.isArray(entries)) return false
  const [only] = entries
  return entries.length === 0 || (entries.length === 1 && isMap(only) && Object.keys(only).length === 0)
}

function isSame(a: Owners, b: Owners): boolean {
  if (a.size !== b.size) return false
  for (const [key, owner] of a) if (b.get(key) !== owner) return false
  return true
}
