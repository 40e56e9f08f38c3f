import { KustomizeError } from '../error.ts'
import type { Var, VarTarget } from '../file/types.ts'
import { type GvkSelector, gvkText, makeGvk, sameGvk } from '../resource/gvk.ts'
import { type ResourceId, sameNamespace } from '../resource/id.ts'
import type { IdMatcher, ResourceList } from '../resource/list.ts'

/** Vars by name: each name once, and the path of its field filled in. */
export type VarSet = Map<string, Var>

/**
 * Adds the vars of a kustomization: mutates the set, and marks the resource that each takes its value from. Throws
 * `ambiguous` where there are several such resources, and `conflict` for a name that is taken.
 */
export function collectVars(set: VarSet, resources: ResourceList, vars: readonly Var[]): void {
  for (const each of vars.map(normalVar)) {
    const found = resources.byAnyId(matcherOf(each.objref))
    if (found.length > 1) {
      const message = `found ${found.length} resId matches for var ${varText(each)} (unable to disambiguate)`
      throw new KustomizeError({ code: 'ambiguous', message, hint: 'write a namespace under objref' })
    }
    found[0]?.varNames.push(each.name)
  }
  for (const each of vars) addVar(set, each)
}

/** Adds the vars of another set. Mutates the first. Throws `conflict` for a name that is taken. */
export function mergeVarSets(set: VarSet, incoming: VarSet): void {
  for (const each of incoming.values()) addVar(set, each)
}

/** A var as the reference's messages show it. */
export function varText({ name = '', objref = {}, fieldref }: Partial<Var>): string {
  return `{${name} ${gvkText(objref)} {${fieldref?.fieldPath ?? ''}}}`
}

const DEFAULT_FIELD_PATH = 'metadata.name'

function addVar(set: VarSet, each: Var): void {
  const incoming = normalVar(each)
  if (set.has(incoming.name)) {
    const message = `var '${incoming.name}' already encountered`
    throw new KustomizeError({ code: 'conflict', message, hint: 'rename it: vars of all bases share their names' })
  }
  const fieldPath = incoming.fieldref?.fieldPath || DEFAULT_FIELD_PATH
  set.set(incoming.name, { ...incoming, fieldref: { fieldPath } })
}

// A file may leave out all of it. An `apiVersion` stands for group and version; one with two slashes is ignored.
function normalVar({ name = '', objref = {}, ...rest }: Partial<Var>): Var {
  return { ...rest, name, objref: { ...objref, ...versionOf(objref) } }
}

function versionOf({ apiVersion }: VarTarget): GvkSelector {
  if (!apiVersion) return {}
  const [first = '', second, ...others] = apiVersion.split('/')
  if (others.length > 0) return {}
  return second === undefined ? { version: first } : { group: first, version: second }
}

// Without a namespace the resource may be in any. The reference does not ask here whether the kind is cluster-scoped.
function matcherOf({ group = '', version = '', kind = '', name = '', namespace = '' }: VarTarget): IdMatcher {
  const gvk = { ...makeGvk(group, version, kind), isClusterScoped: false }
  const target: ResourceId = { gvk, name, namespace }
  const isSame: IdMatcher = (id) => id.name === name && sameGvk(id.gvk, gvk)
  return namespace === '' ? isSame : (id) => isSame(id) && sameNamespace(id, target)
}
