import type { Json, JsonObject, KubeObject } from '#kube'
import { type Labels, labelsIn } from './labels-in.ts'
import { withRevision } from './object-text.ts'

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

  /** The object, frozen and shared. */
  get object(): KubeObject {
    const known = this.parsed?.deref()
    if (known !== undefined) return known
    const object = JSON.parse(this.text) as KubeObject
    freeze(object)
    this.parsed = new WeakRef(object)
    return object
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

/** Freezes a value and what is in it (mutates). Bodies are bounded in depth before they are stored. */
export function freeze(value: Json): void {
  if (typeof value !== 'object' || value === null) return
  Object.freeze(value)
  for (const item of Array.isArray(value) ? value : Object.values(value as JsonObject)) freeze(item)
}
