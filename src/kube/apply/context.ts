import type { GroupVersionKind } from '../object/object.ts'
import { apiVersionOf } from '../object/object.ts'
import type { JsonObject } from '../patch/json.ts'
import type { Schema } from '../schema/schema.ts'
import type { Atom } from './atom.ts'
import type { Owner } from './owner.ts'
import { rootAtom } from './root-atom.ts'

/** Who writes what through which endpoint. */
export interface FieldContext {
  readonly gvk: GroupVersionKind
  /** Schema of the whole object at the version of `gvk`. */
  readonly schema: Schema
  /** Name of the field manager; `unknown` when empty. */
  readonly manager: string
  /** Empty for the object itself. */
  readonly subresource?: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Fields that the endpoint leaves as they are, `status` or `metadata.labels`; keep one list for each endpoint. */
  readonly resetFields?: readonly string[]
  /** How other versions look, for kinds that differ between versions. Absent: all versions have the same fields. */
  readonly versions?: FieldVersions
}

/** The other versions of a kind. */
export interface FieldVersions {
  /** The object at a version; undefined when the version is served no more. */
  convert(object: JsonObject, apiVersion: string): JsonObject | undefined
  schemaOf(apiVersion: string): Schema | undefined
}

/** An object with its type. */
export interface TypedObject {
  readonly object: JsonObject
  readonly atom: Atom
  readonly apiVersion: string
}

/** An object at the version of the request. */
export function typed(object: JsonObject, context: FieldContext): TypedObject {
  return { object, atom: rootAtom(context.schema), apiVersion: apiVersionOf(context.gvk) }
}

/** The same object at another version; undefined when there is no such version. */
export function atVersion(value: TypedObject, apiVersion: string, { versions }: FieldContext): TypedObject | undefined {
  if (value.apiVersion === apiVersion) return value
  if (versions === undefined) return { ...value, apiVersion }
  const schema = versions.schemaOf(apiVersion)
  const object = schema === undefined ? undefined : versions.convert(value.object, apiVersion)
  return schema === undefined || object === undefined ? undefined : { object, atom: rootAtom(schema), apiVersion }
}

/** The owner that a request writes as, without its set. */
export function writerOf(context: FieldContext, operation: Owner['operation']): Omit<Owner, 'set' | 'time'> {
  const { manager, subresource = '', gvk } = context
  return { manager: manager === '' ? 'unknown' : manager, operation, apiVersion: apiVersionOf(gvk), subresource }
}
