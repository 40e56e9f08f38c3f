import type { ResourceType } from '#client'
import { apiVersionOf, type Json, type KubeObject, type OwnerReference, sameJson, valueAt } from '#kube'

/** One object, with what the collector needs to know of it. */
export interface Node {
  readonly uid: string
  readonly type: ResourceType
  readonly namespace: string
  readonly name: string
  readonly owners: readonly OwnerReference[]
  readonly isBeingDeleted: boolean
  readonly waitsForDependents: boolean
  readonly orphansDependents: boolean
  readonly resourceVersion: string
}

/** What a look at an object may lead to. */
export interface Touched {
  /** Objects whose owner changed or went away: are they garbage? */
  readonly suspects: readonly string[]
  /** Objects that are being deleted and wait for their dependents. */
  readonly waiting: readonly string[]
}

/** Who owns whom, by uid. Owners that nobody has seen count as unknown, not as absent. */
export interface Graph {
  get(uid: string): Node | undefined
  dependents(uid: string): readonly Node[]
  put(node: Node): Touched
  drop(uid: string): Touched
  /** Uids of a resource's objects. */
  ofType(name: string): readonly string[]
}

/** `resource.version.group` of a type. */
export function typeName({ resource, version, group }: ResourceType): string {
  return `${resource}.${version}.${group}`
}

/** The node of an object (or of its metadata alone). */
export function nodeOf(object: KubeObject, type: ResourceType): Node {
  const text = (key: string): string => {
    const value = valueAt(object, 'metadata', key)
    return typeof value === 'string' ? value : ''
  }
  const finalizers = valueAt(object, 'metadata', 'finalizers')
  const has = (name: string): boolean => Array.isArray(finalizers) && finalizers.includes(name)
  const isBeingDeleted = text('deletionTimestamp') !== ''
  const owners = valueAt(object, 'metadata', 'ownerReferences')
  return {
    uid: text('uid'),
    type,
    namespace: text('namespace'),
    name: text('name'),
    owners: Array.isArray(owners) ? (owners as unknown as OwnerReference[]) : NO_OWNERS,
    isBeingDeleted,
    waitsForDependents: isBeingDeleted && has('foregroundDeletion'),
    orphansDependents: isBeingDeleted && has('orphan'),
    resourceVersion: text('resourceVersion'),
  }
}

const NO_OWNERS: readonly OwnerReference[] = []
const NOTHING: Touched = { suspects: [], waiting: [] }

/** An empty graph. */
export function createGraph(): Graph {
  const nodes = new Map<string, Node>()
  const uidsOfTypes = new Map<string, Set<string>>()
  const dependents = new Map<string, Set<string>>()
  const link = (node: Node, isThere: boolean): void => {
    for (const { uid } of node.owners) {
      const set = dependents.get(uid) ?? new Set<string>()
      if (isThere) set.add(node.uid)
      else set.delete(node.uid)
      if (set.size === 0) dependents.delete(uid)
      else dependents.set(uid, set)
    }
  }
  const forget = (uid: string): void => {
    const old = nodes.get(uid)
    if (old === undefined) return
    link(old, false)
    nodes.delete(uid)
    uidsOfTypes.get(typeName(old.type))?.delete(uid)
  }
  const remember = (node: Node): void => {
    nodes.set(node.uid, node)
    link(node, true)
    const name = typeName(node.type)
    const uids = uidsOfTypes.get(name) ?? new Set<string>()
    uidsOfTypes.set(name, uids.add(node.uid))
  }
  const dependentUids = (uid: string): readonly string[] => [...(dependents.get(uid) ?? [])]
  return {
    get: (uid) => nodes.get(uid),
    dependents: (uid) => dependentUids(uid).flatMap((one) => nodes.get(one) ?? []),
    ofType: (name) => [...(uidsOfTypes.get(name) ?? [])],
    put: (node) => {
      const old = nodes.get(node.uid)
      if (old !== undefined && old.resourceVersion === node.resourceVersion) return { suspects: [], waiting: [] }
      if (old !== undefined && saysSame(node, old)) {
        nodes.set(node.uid, node)
        return NOTHING
      }
      forget(node.uid)
      remember(node)
      const isSettled = old === undefined && node.owners.every((owner) => keeps(nodes.get(owner.uid), owner, node))
      return touchedBy(node, old, isSettled)
    },
    drop: (uid) => {
      const old = nodes.get(uid)
      forget(uid)
      return { suspects: dependentUids(uid), waiting: (old?.owners ?? NO_OWNERS).map((owner) => owner.uid) }
    },
  }
}

/** Whether a change is none to the collector: most are of a status or a spec. */
function saysSame(node: Node, old: Node): boolean {
  return (
    node.isBeingDeleted === old.isBeingDeleted &&
    node.waitsForDependents === old.waitsForDependents &&
    node.orphansDependents === old.orphansDependents &&
    sameJson(node.owners as unknown as Json, old.owners as unknown as Json)
  )
}

/** Whether an owner is known, is the one that is meant, and stays: its new dependent needs no look. */
function keeps(seen: Node | undefined, owner: OwnerReference, node: Node): boolean {
  return (
    seen !== undefined &&
    !seen.isBeingDeleted &&
    seen.name === owner.name &&
    seen.type.kind === owner.kind &&
    (seen.namespace === '' || seen.namespace === node.namespace) &&
    apiVersionOf(seen.type) === owner.apiVersion
  )
}

function touchedBy(node: Node, old: Node | undefined, isSettled: boolean): Touched {
  const waiting = node.waitsForDependents || node.orphansDependents ? [node.uid] : []
  if (isSettled) return waiting.length === 0 ? NOTHING : { suspects: [], waiting }
  const lost = (old?.owners ?? NO_OWNERS).filter(({ uid }) => !node.owners.some((owner) => owner.uid === uid))
  const blocked = node.owners.map(({ uid }) => uid)
  return {
    suspects: node.owners.length > 0 ? [node.uid] : [],
    waiting: [...waiting, ...lost.map(({ uid }) => uid), ...blocked],
  }
}
