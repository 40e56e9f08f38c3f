import { effectiveNamespace, NO_NAMESPACE, type ResourceId } from '../resource/id.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'

/** A resource that others may name, with what choosing it needs. */
export interface Candidate {
  readonly resource: Resource
  readonly id: ResourceId
  /** The effective namespace, now and before any step. */
  readonly namespace: string
  readonly originalNamespace: string
  readonly previousIds: readonly ResourceId[]
}

/** The resources of a list by the names they had, and by namespace. */
export interface NameIndex {
  /** Those that once had this name and no longer need to, in list order. */
  formerly(name: string): readonly Candidate[]
  /** Those that are in a namespace, now or before any step. Cluster-scoped ones are in none. */
  inNamespace(when: 'now' | 'originally', namespace: string): readonly Candidate[]
}

/** Indexes a list as it is now: renaming a resource afterwards is not seen. */
export function indexNames(resources: ResourceList): NameIndex {
  const byName = new Map<string, Candidate[]>()
  const byNamespace = { now: new Map<string, Candidate[]>(), originally: new Map<string, Candidate[]>() }
  for (const resource of resources) {
    const candidate = candidateOf(resource)
    for (const name of new Set(candidate.previousIds.map((id) => id.name))) add(byName, name, candidate)
    add(byNamespace.now, candidate.namespace, candidate)
    add(byNamespace.originally, candidate.originalNamespace, candidate)
  }
  byNamespace.now.delete(NO_NAMESPACE)
  byNamespace.originally.delete(NO_NAMESPACE)
  return {
    formerly: (name) => byName.get(name) ?? [],
    inNamespace: (when, namespace) => byNamespace[when].get(namespace) ?? [],
  }
}

function candidateOf(resource: Resource): Candidate {
  const { id } = resource
  return {
    resource,
    id,
    namespace: effectiveNamespace(id),
    originalNamespace: effectiveNamespace(resource.originalId()),
    previousIds: resource.previousIds(),
  }
}

function add(index: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = index.get(key)
  if (list === undefined) index.set(key, [candidate])
  else list.push(candidate)
}
