import { KustomizeError } from '../error.ts'
import { idKey, idText, type ResourceId, sameId } from './id.ts'
import type { Resource } from './resource.ts'

/** A step: changes the resources of the list in place, and may add or remove some. Throws `KustomizeError`. */
export type Transform = (resources: ResourceList) => void

/** Whether an id is meant. */
export type IdMatcher = (id: ResourceId) => boolean

/**
 * The resources of one kustomization, in load order. No two have the same present id. A lookup by id uses an index:
 * `touched()` forgets it, and whoever runs a step calls that afterwards.
 */
export class ResourceList {
  #resources: Resource[] = []
  #index: Map<string, Resource> | undefined

  constructor(resources: readonly Resource[] = []) {
    this.#resources = [...resources]
  }

  /** The resources in order. The array is the list's own: change it only through the methods. */
  get resources(): readonly Resource[] {
    return this.#resources
  }

  get size(): number {
    return this.#resources.length
  }

  [Symbol.iterator](): Iterator<Resource> {
    return this.#resources[Symbol.iterator]()
  }

  /** Says that ids may have changed. */
  touched(): void {
    this.#index = undefined
  }

  /** Adds at the end; throws `conflict` where the id is there already. */
  append(resource: Resource): void {
    const { id } = resource
    const key = idKey(id)
    const index = this.#idIndex()
    if (index.has(key)) {
      const text = `may not add resource with an already registered id: ${idText(id)}`
      throw new KustomizeError({ code: 'conflict', message: text, ...twoPlaces(resource, index.get(key)) })
    }
    index.set(key, resource)
    this.#resources.push(resource)
  }

  /** Adds all at the end; throws `conflict`. */
  appendAll(resources: Iterable<Resource>): void {
    for (const resource of resources) this.append(resource)
  }

  /** Puts another sequence in place of the present one, without checking ids. */
  replaceAll(resources: readonly Resource[]): void {
    this.#resources = [...resources]
    this.#index = undefined
  }

  /** Puts a resource in the place of another one. */
  replace(old: Resource, resource: Resource): void {
    this.#resources[this.#resources.indexOf(old)] = resource
    this.#index = undefined
  }

  /** Takes one out. */
  remove(resource: Resource): void {
    this.replaceAll(this.#resources.filter((other) => other !== resource))
  }

  /** Takes out what a patch has deleted. */
  dropEmpties(): void {
    if (this.#resources.some((resource) => resource.isEmpty)) {
      this.replaceAll(this.#resources.filter((resource) => !resource.isEmpty))
    }
  }

  /** Resources whose present id is meant. */
  byCurrentId(matches: IdMatcher): Resource[] {
    return this.#resources.filter((resource) => matches(resource.id))
  }

  /** Resources whose present id or a former one is meant. */
  byAnyId(matches: IdMatcher): Resource[] {
    return this.#resources.filter(
      (resource) => !resource.isEmpty && (resource.previousIds().some(matches) || matches(resource.id)),
    )
  }

  /** The one resource that has or had this id; throws `no-match` or `ambiguous`, as a patch without target reports it. */
  getById(id: ResourceId): Resource {
    const found = this.byAnyId((other) => sameId(other, id))
    const [first] = found
    if (first !== undefined && found.length === 1) return first
    const what = found.length > 1 ? 'multiple matches' : 'no matches'
    const text = `${what} for Id ${idText(id)}; failed to find unique target for patch ${idText(id)}`
    throw new KustomizeError({ code: found.length > 1 ? 'ambiguous' : 'no-match', message: text })
  }

  /** A copy of the sequence; the resources are shared. */
  shallowCopy(): ResourceList {
    return new ResourceList(this.#resources)
  }

  /** A copy whose resources are copies. */
  deepCopy(): ResourceList {
    return new ResourceList(this.#resources.map((resource) => resource.copy()))
  }

  #idIndex(): Map<string, Resource> {
    this.#index ??= new Map(this.#resources.map((resource) => [idKey(resource.id), resource]))
    return this.#index
  }
}

/** Where two resources of one id are. */
function twoPlaces({ place }: Resource, first: Resource | undefined): Pick<KustomizeError, 'position' | 'hint'> {
  const other = first?.place
  const way = 'leave one out, rename it, or make it a patch'
  const hint = other === undefined ? way : `the other one is at ${other.file}:${other.line}:1; ${way}`
  return { position: place && { ...place, column: 1 }, hint }
}
