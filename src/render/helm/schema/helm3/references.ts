import { SchemaError } from '../error.ts'
import { isObject, type Json, type JsonObject, member, parseJson } from '../json.ts'
import { metaschemaText } from '../metaschemas.ts'
import { unescapeToken } from '../pointer.ts'
import { decodeFragment, parseUri, resolveUri, splitHash } from '../uri.ts'
import { type Draft, refuse } from './node.ts'

/** Loads a document that a `$ref` names; undefined when it may not or cannot. */
export type LoadRef = (url: string) => string | undefined

/** A schema found for a reference, with the draft of its document when that names one. */
export interface Target {
  readonly schema: Json
  readonly draft: Draft | undefined
}

const DRAFTS: Readonly<Record<string, Draft>> = {
  'http://json-schema.org/draft-04/schema': 4,
  'http://json-schema.org/draft-06/schema': 6,
  'http://json-schema.org/draft-07/schema': 7,
}

/** The draft a document names; undefined when none is known. Throws `SchemaError` when it cannot be a schema. */
export function draftOf(document: Json): Draft | undefined {
  if (typeof document === 'boolean') return undefined
  if (!isObject(document)) refuse('schema is invalid')
  const name = member(document, '$schema')
  if (name === undefined) return undefined
  if (typeof name !== 'string') refuse('$schema must be of type string')
  parseUri(name)
  const [url, fragment] = splitHash(name)
  return fragment === '' && Object.hasOwn(DRAFTS, url) ? DRAFTS[url] : undefined
}

const MAX_DEPTH = 1_000

/** Every document and every `$id` of one compilation, and what each `$ref` means where it stands. */
export class References {
  readonly #targets = new Map<string, Target>()
  readonly #absolute = new Map<JsonObject, string>()
  readonly #load: LoadRef | undefined

  constructor(root: Json, load: LoadRef | undefined) {
    this.#load = load
    this.#add('', root)
  }

  #add(url: string, document: Json): void {
    const draft = draftOf(document)
    this.#scan(document, { base: url, draft, depth: 0 })
    this.#targets.set(url, { schema: document, draft })
  }

  #scan(value: Json, place: { base: string; draft: Draft | undefined; depth: number }): void {
    if (place.depth > MAX_DEPTH)
      throw new SchemaError('limit', `values.schema.json – nested more than ${MAX_DEPTH} deep – expected less`)
    const below = { ...place, depth: place.depth + 1 }
    if (Array.isArray(value)) for (const item of value) this.#scan(item, below)
    if (!isObject(value)) return
    const id = member(value, 'id') === undefined ? member(value, '$id') : member(value, 'id')
    if (typeof id === 'string') below.base = this.#identify(id, value, place) ?? place.base
    const ref = member(value, '$ref')
    const absolute = typeof ref === 'string' ? join(below.base, ref) : undefined
    if (absolute !== undefined) this.#absolute.set(value, absolute)
    for (const key of Object.keys(value)) {
      if (key === 'const' || key === 'enum') continue
      const child = value[key] as Json
      const isMap = key === 'properties' || key === 'dependencies' || key === 'patternProperties'
      if (!isMap) this.#scan(child, below)
      else if (isObject(child)) for (const name of Object.keys(child)) this.#scan(child[name] as Json, below)
    }
  }

  #identify(id: string, schema: JsonObject, place: { base: string; draft: Draft | undefined }): string | undefined {
    const absolute = join(place.base, id)
    if (absolute === undefined || this.#targets.has(absolute)) return undefined
    this.#targets.set(absolute, { schema, draft: place.draft })
    return splitHash(absolute)[0]
  }

  /** The absolute form of the `$ref` of `schema`. */
  absolute(schema: JsonObject): string {
    return this.#absolute.get(schema) ?? refOf(schema) ?? ''
  }

  /** What an absolute reference names. Throws `SchemaError` with Go's text. */
  find(reference: string): Target {
    const known = this.#targets.get(reference)
    if (known !== undefined) return known
    const [url, fragment] = splitHash(reference)
    if (!this.#targets.has(url)) this.#fetch(url, reference)
    const document = this.#targets.get(url) as Target
    const target = { schema: lookUp(document.schema, fragment), draft: document.draft }
    this.#targets.set(reference, target)
    return target
  }

  #fetch(url: string, reference: string): void {
    const { scheme, authority } = parseUri(url)
    if (scheme === '' || (scheme !== 'file' && (authority ?? '') === ''))
      refuse(`Reference ${reference} must be canonical`)
    const text = (Object.hasOwn(DRAFTS, url) ? metaschemaText(url) : undefined) ?? this.#load?.(url)
    if (text === undefined) throw new SchemaError('remote', remoteMessage(url))
    this.#add(url, parseJson(new TextEncoder().encode(text), false))
  }
}

/** The `$ref` of a schema, or undefined when it has none that is a text. */
export function refOf(schema: JsonObject): string | undefined {
  const ref = member(schema, '$ref')
  return typeof ref === 'string' ? ref : undefined
}

/** The text for a reference that is not followed. */
function remoteMessage(url: string): string {
  return `values.schema.json – $ref to ${url} is not loaded – expected a reference inside the schema (hint: copy the schema under definitions)`
}

/** `url#fragment` with the fragment decoded, or undefined when either part is broken. */
function join(base: string, reference: string): string | undefined {
  try {
    const [url, fragment] = splitHash(reference)
    const target = url === '' ? base : resolveUri(base, url)
    return fragment === '' ? target : `${target}#${decodeFragment(fragment)}`
  } catch {
    return undefined
  }
}

/** Follows a JSON pointer; a fragment that is none gives the whole document. */
function lookUp(document: Json, pointer: string): Json {
  if (!pointer.startsWith('/')) return document
  let value = document
  for (const raw of pointer.slice(1).split('/')) {
    const token = unescapeToken(raw) ?? raw.replaceAll('~1', '/').replaceAll('~0', '~')
    value = step(value, token)
  }
  return value
}

function step(value: Json, token: string): Json {
  if (isObject(value)) {
    const child = member(value, token)
    return child === undefined ? refuse(`Object has no key '${token}'`) : child
  }
  if (!Array.isArray(value)) return refuse(`Invalid token reference '${token}'`)
  if (!/^[+-]?\d+$/.test(token)) return refuse(`Invalid array index '${token}'`)
  const child = value[Number(token)]
  return child === undefined ? refuse(`Out of bound array[0,${value.length}] index '${token}'`) : child
}
