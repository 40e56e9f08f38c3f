import { isClusterScoped } from './cluster-scope.ts'

/** Group, version and kind of an object. `isClusterScoped` is true only where it is certain. */
export interface Gvk {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly isClusterScoped: boolean
}

/** A group, version and kind to select by: an empty or missing part selects everything. */
export interface GvkSelector {
  readonly group?: string | undefined
  readonly version?: string | undefined
  readonly kind?: string | undefined
}

/** Most different kinds that are remembered; more than any cluster has. */
const MAX_KNOWN = 10_000
const known = new Map<string, Gvk>()

/** The group, version and kind of an object with these two fields. Equal arguments mostly give the same object. */
export function gvkOf(apiVersion: string, kind: string): Gvk {
  const key = `${apiVersion}\n${kind}`
  const found = known.get(key)
  if (found !== undefined) return found
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  const version = apiVersion.slice(slash + 1)
  const gvk: Gvk = { group, version, kind, isClusterScoped: isClusterScoped(apiVersionOf({ group, version }), kind) }
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(key, gvk)
  return gvk
}

/** A group, version and kind from its parts. */
export function makeGvk(group: string, version: string, kind: string): Gvk {
  return { group, version, kind, isClusterScoped: isClusterScoped(apiVersionOf({ group, version }), kind) }
}

/** The field `apiVersion`: `apps/v1`, or `v1` where there is no group. */
export function apiVersionOf(gvk: Pick<Gvk, 'group' | 'version'>): string {
  return gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`
}

/** The printed form: `Deployment.v1.apps`, `ConfigMap.v1.[noGrp]`. */
export function gvkText(gvk: GvkSelector): string {
  return `${gvk.kind || '[noKind]'}.${gvk.version || '[noVer]'}.${gvk.group || '[noGrp]'}`
}

/** Whether two are equal in all three parts. */
export function sameGvk(a: Gvk, b: Gvk): boolean {
  return a === b || (a.kind === b.kind && a.version === b.version && a.group === b.group)
}

/** Whether a selector with possibly empty parts selects this one. */
export function isSelectedGvk(gvk: GvkSelector, selector: GvkSelector): boolean {
  return (
    (!selector.group || (gvk.group ?? '') === selector.group) &&
    (!selector.version || (gvk.version ?? '') === selector.version) &&
    (!selector.kind || (gvk.kind ?? '') === selector.kind)
  )
}
