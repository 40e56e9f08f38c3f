import type { Json, JsonObject } from '../patch/json.ts'

/** Any Kubernetes object as it travels: plain JSON, `apiVersion`, `kind` and `metadata` always there. */
export interface KubeObject extends JsonObject {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
}

/** Metadata of every object (meta/v1 ObjectMeta). Times are RFC 3339 texts. */
export interface ObjectMeta extends JsonObject {
  name: string
}

/** One owner of an object (meta/v1 OwnerReference). */
export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

/** Group, version and kind: the identity of a type. The core group is the empty text. */
export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/** Group, version and plural name: the identity of an endpoint. */
export interface GroupVersionResource {
  readonly group: string
  readonly version: string
  readonly resource: string
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`
}

/** Splits `apps/v1` and `v1`. */
export function groupVersionOf(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

/** The value at a path of keys, or undefined where a step is missing or no map; never something inherited. */
export function valueAt(object: Json | undefined, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = object
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as JsonObject)[step]
  }
  return value
}

/** The text at a path of keys; empty where there is none. */
export function textAt(object: Json | undefined, ...path: readonly string[]): string {
  const value = valueAt(object, ...path)
  return typeof value === 'string' ? value : ''
}

/** True while an object is being deleted: marked, and kept by a finalizer or a grace period. */
export function isTerminating(object: KubeObject | undefined): boolean {
  return object?.metadata['deletionTimestamp'] !== undefined
}
