import { type Gvk, type GvkSelector, gvkText, isSelectedGvk, sameGvk } from './gvk.ts'

/** What names an object: kind, name, and the namespace as it is written (empty where none is). */
export interface ResourceId {
  readonly gvk: Gvk
  readonly name: string
  readonly namespace: string
}

/** An id to select by: an empty or missing part selects everything. */
export interface IdSelector extends GvkSelector {
  readonly name?: string | undefined
  readonly namespace?: string | undefined
}

/** The namespace that stands for "belongs to none" where ids are compared. */
export const NO_NAMESPACE = '_non_namespaceable_'
/** The namespace of objects that name none. */
export const DEFAULT_NAMESPACE = 'default'

/** The printed form: `Deployment.v1.apps/web.[noNs]`. */
export function idText(id: { readonly gvk: GvkSelector; readonly name: string; readonly namespace: string }): string {
  return `${gvkText(id.gvk)}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`
}

/** The namespace to compare by: `_non_namespaceable_`, `default`, or the one written. */
export function effectiveNamespace(id: ResourceId): string {
  if (id.gvk.isClusterScoped) return NO_NAMESPACE
  return id.namespace === '' ? DEFAULT_NAMESPACE : id.namespace
}

/** Whether two ids name the same object. */
export function sameId(a: ResourceId, b: ResourceId): boolean {
  return a.name === b.name && sameGvk(a.gvk, b.gvk) && sameNamespace(a, b)
}

/** Whether two ids are in the same effective namespace. */
export function sameNamespace(a: ResourceId, b: ResourceId): boolean {
  return effectiveNamespace(a) === effectiveNamespace(b)
}

/** A text that two ids share exactly when `sameId` holds. */
export function idKey(id: ResourceId): string {
  return `${id.gvk.group}\n${id.gvk.version}\n${id.gvk.kind}\n${effectiveNamespace(id)}\n${id.name}`
}

/** Whether a selector with possibly empty parts selects an id. The selector's namespace counts as one of no kind. */
export function isSelectedId(id: ResourceId, selector: IdSelector): boolean {
  if (selector.name && selector.name !== id.name) return false
  if (selector.namespace && selector.namespace !== effectiveNamespace(id)) return false
  return isSelectedGvk(id.gvk, selector)
}
