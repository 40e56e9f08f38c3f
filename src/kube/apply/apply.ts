import { apiVersionOf, type GroupVersionKind, type KubeObject } from '../object/object.ts'
import { copyOf, type Json, type JsonObject } from '../patch/json.ts'
import { badRequest } from '../status/refuse.ts'
import { StatusError } from '../status/status.ts'
import { timeText } from '../time/time-text.ts'
import { typeFaults } from './check-typed.ts'
import { type Conflict, conflictsOf, refuseConflicts } from './conflict.ts'
import { type FieldContext, type TypedObject, typed, writerOf } from './context.ts'
import { emptyObject } from './empty-object.ts'
import { type FieldSet, hasPath, isEmpty } from './field-set.ts'
import { fieldSetOf } from './field-set-of.ts'
import { fieldsOfLastApplied, refreshLastApplied } from './last-applied.ts'
import { merge } from './merge.ts'
import { type Owner, type Owners, ownerKey, readOwners, writeOwners } from './owner.ts'
import { pruneApplied } from './prune-applied.ts'
import { withoutReset, withoutUnowned } from './strip.ts'
import { takeFields } from './take-fields.ts'
import { fitOwners, trackChange } from './track-update.ts'
import { mapOf, sameValue } from './typed-value.ts'

/** A server-side apply. */
export interface Apply extends FieldContext {
  /** The object as it is stored, at the version of `gvk`; absent for a create. */
  readonly live?: KubeObject
  /** What is applied. */
  readonly patch: JsonObject
  /** Takes fields away from their owners instead of refusing. */
  readonly isForced?: boolean
}

/** The applied object, `metadata.managedFields` included, before defaults. `isSame` when nothing else differs from `live`. */
export interface Applied {
  readonly object: KubeObject
  readonly isSame: boolean
}

/**
 * Applies a configuration on the server: merges it, takes away what the applier does not apply any more, records who owns
 * what. Throws a StatusError: 409 with a cause for every field that others own, 400 and 500 for what cannot be applied
 * (managedfields.FieldManager.Apply). The result shares nothing with what came in; a map or list that has nothing left is
 * null in it, as upstream has it before it decodes the object again.
 */
export function applyServerSide(apply: Apply): Applied {
  checkPatch(apply)
  const live = apply.live ?? emptyObject(apply.schema, apply.patch as KubeObject)
  const stored = readOwners(apply.live?.metadata.managedFields)
  if (stored === undefined) throw plainError('failed to decode managed fields: broken entry', undefined)
  const owners = stored.size === 0 ? firstOwners(live, apply) : stored
  const attempt = attemptOf(live, owners, apply)
  const isAllowed = apply.isForced === true || attempt.conflicts.length === 0
  if (!isAllowed) refuseUnlessLastApplied(live, attempt.conflicts, apply)
  return finish(live, attempt, apply)
}

interface Attempt {
  readonly conflicts: readonly Conflict[]
  readonly merged: TypedObject
  readonly owners: Owners
  readonly isSame: boolean
}

function attemptOf(live: JsonObject, before: Owners, apply: Apply): Attempt {
  const { patch, resetFields } = apply
  const owners = new Map(fitOwners(before, live, apply))
  const current = typed(live, apply)
  const merged = { ...current, object: (merge(current.atom, live, patch) ?? {}) as JsonObject }
  const writer = writerOf(apply, 'Apply')
  const key = ownerKey(writer)
  const last = owners.get(key)
  const set = withoutReset(fieldSetOf(current.atom, patch), resetFields)
  owners.set(key, { ...writer, set, ...(last?.time !== undefined && { time: last.time }) })
  const pruned = pruneApplied(merged, owners, last, apply)
  const taking = takeFields([current, pruned], owners, apply, key)
  const isSame = sameValue(live, pruned.object)
  const left = new Map(taking.owners)
  recordApplier(left, key, isSame ? undefined : timeText(apply.now))
  return { conflicts: conflictsOf(taking.conflicts, owners), merged: pruned, owners: left, isSame }
}

function recordApplier(owners: Map<string, Owner>, key: string, time: string | undefined): void {
  const owner = owners.get(key) as Owner
  const set = withoutUnowned(owner.set)
  if (isEmpty(set)) owners.delete(key)
  else owners.set(key, { ...owner, set, ...(time !== undefined && { time }) })
}

/** Fields of an object that nobody tracked so far belong to who came before. */
function firstOwners(live: JsonObject, apply: Apply): Owners {
  if (apply.live === undefined) return new Map()
  const empty = emptyObject(apply.schema, apply.live)
  return trackChange(empty, live, new Map(), { ...apply, manager: 'before-first-apply' })
}

/** kubectl may take over what client-side apply owns. */
function refuseUnlessLastApplied(live: JsonObject, conflicts: readonly Conflict[], apply: Apply): void {
  const allowed: FieldSet | undefined = apply.manager === 'kubectl' ? fieldsOfLastApplied(live, apply) : undefined
  const refused = allowed === undefined ? conflicts : conflicts.filter(({ path }) => !hasPath(allowed, path))
  if (refused.length > 0) throw refuseConflicts(refused)
}

function finish(live: JsonObject, { merged, owners, isSame }: Attempt, apply: Apply): Applied {
  const object = copyOf(isSame ? live : merged.object) as KubeObject
  const metadata: JsonObject = mapOf(object.metadata) ?? {}
  delete metadata.managedFields
  const entries = writeOwners(owners)
  if (entries !== undefined) metadata.managedFields = copyOf(entries as Json)
  object.metadata = metadata as KubeObject['metadata']
  if (apply.manager === 'kubectl') refreshLastApplied(object, apply.patch)
  return { object, isSame }
}

function checkPatch(apply: Apply): void {
  const { patch, gvk, schema } = apply
  const { apiVersion, kind, metadata } = patch
  if (apiVersion !== apiVersionOf(gvk) || kind !== gvk.kind) {
    const sent = { apiVersion: textOf(apiVersion), kind: textOf(kind) }
    throw badRequest(`invalid object type: ${printGvk(sent)}`)
  }
  const managed = mapOf(metadata)?.managedFields
  if (managed !== undefined && managed !== null) throw badRequest('metadata.managedFields must be nil')
  const faults = typeFaults(typed(patch, { ...apply, schema }).atom, patch)
  if (faults !== '') throw plainError(`failed to create typed patch object (${printName(patch, gvk)})`, faults)
}

function printName(patch: JsonObject, gvk: GroupVersionKind): string {
  const { namespace, name } = mapOf(patch.metadata) ?? {}
  return `${textOf(namespace)}/${textOf(name)}; ${printGvk({ apiVersion: apiVersionOf(gvk), kind: gvk.kind })}`
}

function printGvk({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** What upstream answers for an error without a status of its own. */
function plainError(what: string, why: string | undefined): StatusError {
  const message = why === undefined ? what : `${what}: ${why}`
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 })
}
