import type { Json, JsonObject, KubeObject } from '#kube'
import { type Labels, labelsIn } from './labels-in.ts'
import { metadataIn, withRevision } from './object-text.ts'
import { createRecent } from './recent.ts'

/**
 * One object as the cache holds it: text that is ready to be sent, and what selectors ask, read from it on first use. The
 * parsed object is held weakly: readers inside the server share it for as long as one of them needs it.
 */
export class CacheEntry {
  /** `namespace/name`, or `name`. */
  readonly key: string
  readonly revision: number
  readonly created: number
  private content: string | Uint8Array
  private parsed: WeakRef<KubeObject> | undefined
  private labelsOfObject: Labels | undefined
  private fieldsOfObject: Map<string, string> | undefined
  private currentFor: object | undefined
  private isCurrent = true

  /** `content` is the text, or the bytes of the store, which are made a text when somebody asks for it. */
  constructor(key: string, content: string | Uint8Array, revision: number, created: number) {
    this.key = key
    this.content = content
    this.revision = revision
    this.created = created
  }

  /** JSON with `metadata.resourceVersion`. */
  get text(): string {
    if (typeof this.content === 'string') return this.content
    const text = withRevision(decoder.decode(this.content), this.revision)
    this.content = text
    return text
  }

  get name(): string {
    return this.key.slice(this.key.lastIndexOf('/') + 1)
  }

  get namespace(): string {
    const slash = this.key.indexOf('/')
    return slash < 0 ? '' : this.key.slice(0, slash)
  }

  /** The object, shared: nobody changes it. Frozen where a change would do most harm. */
  get object(): KubeObject {
    const known = this.parsed?.deref()
    if (known !== undefined) return known
    const object = JSON.parse(this.text) as KubeObject
    guard(object)
    this.parsed = new WeakRef(object)
    if (this.text.length <= maxRecentLength) recent.keep(object)
    return object
  }

  /** The metadata of the object, shared; without the rest where nobody needs that. */
  get metadata(): KubeObject['metadata'] {
    return this.parsed?.deref()?.metadata ?? (JSON.parse(metadataIn(this.text)) as KubeObject['metadata'])
  }

  /** A copy of the object that the caller may change. */
  copy(): KubeObject {
    return JSON.parse(this.text) as KubeObject
  }

  get labels(): Labels {
    this.labelsOfObject ??= labelsIn(this.text)
    return this.labelsOfObject
  }

  /** Whether the object is as somebody's schema has it now, asked once for each `reader`. */
  isCurrentFor(reader: object, ask: (object: KubeObject) => boolean): boolean {
    if (this.currentFor !== reader) {
      this.currentFor = reader
      this.isCurrent = ask(this.object)
    }
    return this.isCurrent
  }

  /** The text of a field label, computed once. `read` is the reader of the kind. */
  field(label: string, read: (object: KubeObject) => string): string {
    this.fieldsOfObject ??= new Map()
    const known = this.fieldsOfObject.get(label)
    if (known !== undefined) return known
    const value = read(this.object)
    this.fieldsOfObject.set(label, value)
    return value
  }
}

const decoder = new TextDecoder()

/** Who has just written an object, or been told of it, is likely to ask for it again. */
const recent = createRecent(512)
const maxRecentLength = 32 * 1024

/** Freezes an object two levels deep (mutates): every level would cost as much as reading the text. */
export function guard(object: KubeObject): void {
  freezeBelow(object, 2)
}

function freezeBelow(value: JsonObject, levels: number): void {
  Object.freeze(value)
  if (levels === 0) return
  for (const key in value) {
    const item: Json | undefined = value[key]
    if (typeof item === 'object' && item !== null) freezeBelow(item as JsonObject, levels - 1)
  }
}
