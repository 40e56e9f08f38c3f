import { type Gvk, gvkOf } from './gvk.ts'
import type { ResourceId } from './id.ts'
import { effectiveNamespace } from './id.ts'
import { copyJson, isNothing, isObject, type Json, type JsonObject, newObject, scalarText } from './json.ts'
import type { Origin } from './origin.ts'
import { withPlainKeys } from './plain-keys.ts'

/** What a generated object does to one of the same id. */
export type Behavior = 'unspecified' | 'create' | 'merge' | 'replace'

/** Kind, name and effective namespace that a resource had before a step renamed it. */
export interface FormerId {
  readonly kind: string
  readonly name: string
  readonly namespace: string
}

/** Marks that a resource carries through the build and that are not printed. */
export interface ResourceOptions {
  behavior: Behavior
  needsHash: boolean
  /** Whether a generator made it. */
  isGenerated: boolean
  /** On a patch: whether it may rename its target. */
  allowNameChange: boolean
  /** On a patch: whether it may change its target's kind. */
  allowKindChange: boolean
}

/** Where a resource was read. `line` counts from 1. */
export interface Place {
  readonly file: string
  readonly line: number
}

/**
 * One object on its way through the build: its value, and what the steps before did to its name. Steps change `value`
 * in place. What the reference keeps in `internal.config.kubernetes.io/…` annotations are fields here.
 */
export class Resource {
  value: JsonObject
  /** Ids before each renaming step, the oldest first. */
  former: FormerId[] = []
  prefixes: string[] = []
  suffixes: string[] = []
  /** Ids of resources whose fields name this one. */
  referredBy: ResourceId[] = []
  /** Names of vars that take their value from this resource. */
  varNames: string[] = []
  readonly options: ResourceOptions = {
    behavior: 'unspecified',
    needsHash: false,
    isGenerated: false,
    allowNameChange: false,
    allowKindChange: false,
  }
  place: Place | undefined
  /** Why the reference cannot print it, though it can be worked on. */
  problem: Error | undefined
  /** Where it came from, for `buildMetadata`; undefined where that is not asked for. */
  origin: Origin | undefined
  /** The steps that ran on it, for `buildMetadata`. */
  transformations: Origin[] = []

  constructor(value: JsonObject, place?: Place) {
    this.value = value
    this.place = place
  }

  get apiVersion(): string {
    return scalarText(this.value['apiVersion'])
  }

  get kind(): string {
    return scalarText(this.value['kind'])
  }

  set kind(kind: string) {
    this.value['kind'] = kind
  }

  get gvk(): Gvk {
    return gvkOf(this.apiVersion, this.kind)
  }

  get name(): string {
    return this.#metadataText('name')
  }

  set name(name: string) {
    this.#metadata()['name'] = name
  }

  /** The namespace as it is written; empty where none is. Setting an empty one removes the field. */
  get namespace(): string {
    return this.#metadataText('namespace')
  }

  set namespace(namespace: string) {
    if (namespace !== '') this.#metadata()['namespace'] = namespace
    else if (isObject(this.value['metadata'])) delete this.value['metadata']['namespace']
  }

  /** Labels as text, in document order; a copy. */
  get labels(): Map<string, string> {
    return this.#metadataMap('labels')
  }

  set labels(labels: ReadonlyMap<string, string>) {
    this.#setMetadataMap('labels', labels)
  }

  /** Annotations as text, in document order; a copy. */
  get annotations(): Map<string, string> {
    return this.#metadataMap('annotations')
  }

  set annotations(annotations: ReadonlyMap<string, string>) {
    this.#setMetadataMap('annotations', annotations)
  }

  /** Whether the object has a field for annotations, be it empty. */
  get hasAnnotations(): boolean {
    const { metadata } = this.value
    return isObject(metadata) && metadata['annotations'] !== undefined
  }

  /** The present id. */
  get id(): ResourceId {
    return { gvk: this.gvk, name: this.name, namespace: this.namespace }
  }

  /** The id before any step renamed it. */
  originalId(): ResourceId {
    const first = this.former[0]
    return first === undefined ? this.id : this.#formerId(first)
  }

  /** Ids before each renaming step, the oldest first, without the present one. */
  previousIds(): ResourceId[] {
    return this.former.map((former) => this.#formerId(former))
  }

  /** Remembers the present id: called before a step renames, moves or re-kinds the resource. */
  rememberId(): void {
    const { id } = this
    this.former.push({ kind: id.gvk.kind, name: id.name, namespace: effectiveNamespace(id) })
  }

  /** Whether the reference would hold annotations of its own on this resource: `metadata.annotations` then exists. */
  get hasMarks(): boolean {
    const { behavior, isGenerated, needsHash, allowKindChange, allowNameChange } = this.options
    if (this.former.length > 0 || this.prefixes.length > 0 || this.suffixes.length > 0) return true
    if (this.referredBy.length > 0 || behavior !== 'unspecified') return true
    return isGenerated || needsHash || allowKindChange || allowNameChange || this.origin !== undefined
  }

  /** True once a patch has deleted the object. */
  get isEmpty(): boolean {
    return isNothing(this.value)
  }

  /** A copy that shares nothing that a step could change. */
  copy(): Resource {
    const copy = new Resource(copyJson(this.value), this.place)
    copy.former = [...this.former]
    copy.prefixes = [...this.prefixes]
    copy.suffixes = [...this.suffixes]
    copy.referredBy = [...this.referredBy]
    copy.varNames = [...this.varNames]
    Object.assign(copy.options, this.options)
    copy.origin = this.origin
    copy.problem = this.problem
    copy.transformations = [...this.transformations]
    return copy
  }

  // A former id has the present group and version, and its namespace is an effective one already.
  #formerId({ kind, name, namespace }: FormerId): ResourceId {
    const { group, version } = this.gvk
    return { gvk: { group, version, kind, isClusterScoped: false }, name, namespace }
  }

  #metadata(): JsonObject {
    const { metadata } = this.value
    if (isObject(metadata)) return metadata
    const created = newObject()
    this.value['metadata'] = created
    return created
  }

  #metadataText(field: string): string {
    const { metadata } = this.value
    if (!isObject(metadata)) return ''
    const value = metadata[field]
    return isNothing(value) ? '' : scalarText(value)
  }

  #metadataMap(field: string): Map<string, string> {
    const { metadata } = this.value
    const map: Json | undefined = isObject(metadata) ? metadata[field] : undefined
    const texts = new Map<string, string>()
    if (isObject(map)) for (const key of Object.keys(map)) texts.set(key, scalarText(map[key]))
    return texts
  }

  #setMetadataMap(field: string, texts: ReadonlyMap<string, string>): void {
    const metadata = this.#metadata()
    delete metadata[field]
    if (texts.size === 0) return
    const map = newObject()
    for (const [key, text] of texts) map[key] = text
    metadata[field] = withPlainKeys(map)
  }
}
