import { quoteGo } from '#template'
import { SchemaError } from '../error.ts'
import { isObject, type Json, type JsonObject, member, parseJson } from '../json.ts'
import { metaschemaText } from '../metaschemas.ts'
import { escapeToken, unescapeToken } from '../pointer.ts'
import { decodeFragment, encodePointer, parseUri, resolveUri, splitHash, UriError } from '../uri.ts'
import type { Draft } from './schema.ts'

/** Loads a document that a `$ref` names; undefined when it may not or cannot. */
export type LoadRef = (url: string) => string | undefined

/** A schema with an id of its own, and the anchors in it. Pointers are from the document's root. */
export interface Resource {
  readonly pointer: string
  readonly id: string
  readonly draft: Draft
  readonly anchors: Map<string, string>
  readonly dynamicAnchors: Set<string>
}

/** A loaded document. */
export interface Document {
  readonly url: string
  readonly root: Json
  readonly resources: Map<string, Resource>
  /** Pointers of all places already searched for ids and anchors. */
  readonly searched: Set<string>
  /** Known to be sound, without ids and anchors, and with references that lead somewhere. */
  readonly isPlain: boolean
}

/** A place in a document. */
export interface Place {
  readonly document: Document
  readonly pointer: string
}

const DRAFTS: Readonly<Record<string, Draft>> = {
  'json-schema.org/schema': 2020,
  'json-schema.org/draft/2020-12/schema': 2020,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-04/schema': 4,
}

/** The draft that a well-known `$schema` names. */
export function knownDraft(name: string): Draft | undefined {
  const [url, fragment] = splitHash(name)
  const path = url.replace(/^https?:\/\//, '')
  return fragment === '' && Object.hasOwn(DRAFTS, path) ? DRAFTS[path] : undefined
}

/** Where sub-schemas are: directly, in a list (`[]`), or in a mapping (`*`); and since which draft. */
const POSITIONS: readonly (readonly [key: string, kind: '' | '[]' | '*', since: Draft])[] = [
  ['definitions', '*', 4],
  ['not', '', 4],
  ['allOf', '[]', 4],
  ['anyOf', '[]', 4],
  ['oneOf', '[]', 4],
  ['properties', '*', 4],
  ['additionalProperties', '', 4],
  ['patternProperties', '*', 4],
  ['items', '', 4],
  ['items', '[]', 4],
  ['additionalItems', '', 4],
  ['dependencies', '*', 4],
  ['propertyNames', '', 6],
  ['contains', '', 6],
  ['if', '', 7],
  ['then', '', 7],
  ['else', '', 7],
  ['$defs', '*', 2019],
  ['dependentSchemas', '*', 2019],
  ['unevaluatedProperties', '', 2019],
  ['unevaluatedItems', '', 2019],
  ['contentSchema', '', 2019],
  ['prefixItems', '[]', 2020],
]

const MAX_DEPTH = 1_000

/** Documents by URL, with their ids and anchors. Source: JSON Schema core, 8.2. */
export class Documents {
  readonly #documents = new Map<string, Document>()
  readonly #texts = new Map<string, Json>()
  readonly #load: LoadRef | undefined
  /** Called with each document, and each odd place a `$ref` points to, before it is used. */
  readonly #check: (place: Place) => void

  constructor(load: LoadRef | undefined, check: (place: Place) => void) {
    this.#load = load
    this.#check = check
  }

  /** Adds a document under a URL. Throws `SchemaError`. */
  add(url: string, root: Json): Document {
    const document: Document = { url, root, resources: new Map(), searched: new Set(), isPlain: false }
    this.#search(root, { document, pointer: '', base: url, draft: 2020, depth: 0 })
    if (!/^https?:\/\/json-schema\.org\//.test(url)) this.#check({ document, pointer: '' })
    this.#documents.set(url, document)
    return document
  }

  /** Adds a document that `isPlainDocument` has found sound. */
  addPlain(url: string, root: Json, draft: Draft): Document {
    const document: Document = { url, root, resources: new Map(), searched: new Set(), isPlain: true }
    const id = isObject(root) ? idOf(root, draft) : ''
    addResource({ document, pointer: '', base: url, draft, depth: 0 }, id === '' ? url : id, draft)
    this.#documents.set(url, document)
    return document
  }

  /** Makes sure that ids and anchors at a place are known, and that the place holds a schema. Throws `SchemaError`. */
  ensure({ document, pointer }: Place): Json {
    const value = lookUp(document, pointer)
    if (document.isPlain || document.searched.has(pointer)) return value
    const owner = resourceAt(document, pointer)
    this.#search(value, { document, pointer, base: owner.id, draft: owner.draft, depth: 0 })
    this.#check({ document, pointer })
    return value
  }

  /** The place a reference names, seen from a resource. Throws `SchemaError`. */
  resolve(reference: string, document: Document, from: Resource): Place {
    const [url, fragment] = this.#join(from.id, reference)
    if (url === document.url) return placeIn(document, resourceAt(document, ''), fragment)
    for (const resource of document.resources.values()) {
      if (resource.id === url) return placeIn(document, resource, fragment)
    }
    const other = this.#documents.get(url) ?? this.add(url, this.#read(url))
    return placeIn(other, resourceAt(other, ''), fragment)
  }

  #join(base: string, reference: string): [url: string, fragment: string] {
    const [url, raw] = splitHash(reference)
    try {
      return [url === '' ? base : resolveUri(base, url), decodeOr(raw, reference)]
    } catch (error) {
      if (!(error instanceof UriError)) throw error
      throw new SchemaError('reference', `error in parsing ${quoteGo(url)}: ${error.message}`)
    }
  }

  #read(url: string): Json {
    const known = this.#texts.get(url)
    if (known !== undefined) return known
    const text = metaschemaText(url) ?? this.#fetch(url)
    const document = parseJson(new TextEncoder().encode(text), true)
    this.#texts.set(url, document)
    return document
  }

  #fetch(url: string): string {
    const { scheme, path } = parseUri(url)
    if (scheme === 'urn') return 'true'
    const text = this.#load?.(url)
    if (text !== undefined) return text
    const reasons: Readonly<Record<string, string>> = {
      file: `open ${path}: no such file or directory`,
      http: REMOTE_OFF,
      https: REMOTE_OFF,
    }
    const reason = Object.hasOwn(reasons, scheme) ? reasons[scheme] : `no URLLoader registered for ${quoteGo(url)}`
    throw new SchemaError('remote', `failing loading ${quoteGo(url)}: ${reason}`)
  }

  #search(value: Json, at: Search): void {
    if (at.document.searched.has(at.pointer)) return
    at.document.searched.add(at.pointer)
    if (at.depth > MAX_DEPTH)
      throw new SchemaError('limit', `values.schema.json – nested more than ${MAX_DEPTH} deep – expected less`)
    if (isObject(value)) this.#searchObject(value, at)
    else if (at.pointer === '') addResource(at, at.base, at.draft)
  }

  #searchObject(schema: JsonObject, at: Search): void {
    let draft = this.#draftOf(schema, at)
    let id = idOf(schema, draft)
    if (id === '' && at.pointer !== '') {
      draft = at.draft
      id = idOf(schema, draft)
    }
    const base = id === '' ? at.base : this.#join(at.base, id)[0]
    const owner = id !== '' || at.pointer === '' ? addResource(at, base, draft) : findResource(at.document, base)
    collectAnchors(schema, at, owner)
    for (const [key, kind, since] of POSITIONS) {
      const child = draft >= since ? member(schema, key) : undefined
      if (child === undefined) continue
      const below = { ...at, base, draft: owner.draft, depth: at.depth + 1 }
      const pointer = `${at.pointer}/${key}`
      if (kind === '') this.#search(child, { ...below, pointer })
      else this.#searchEach(child, { ...below, pointer }, kind)
    }
  }

  #searchEach(value: Json, at: Search, kind: '[]' | '*'): void {
    if (kind === '[]' && Array.isArray(value)) {
      value.forEach((item, index) => {
        this.#search(item, { ...at, pointer: `${at.pointer}/${index}` })
      })
    } else if (kind === '*' && isObject(value)) {
      for (const key of Object.keys(value)) {
        this.#search(value[key] as Json, { ...at, pointer: `${at.pointer}/${escapeToken(key)}` })
      }
    }
  }

  #draftOf(schema: JsonObject, at: { readonly draft: Draft }, seen: readonly string[] = []): Draft {
    const name = member(schema, '$schema')
    if (typeof name !== 'string') return at.draft
    const known = knownDraft(name)
    if (known !== undefined) return known
    const [url] = splitHash(name)
    if (seen.includes(url)) throw new SchemaError('schema', `cycle in resolving $schema in ${quoteGo(url)}`)
    const document = this.#read(url)
    return isObject(document) ? this.#draftOf(document, at, [...seen, url]) : at.draft
  }
}

const REMOTE_OFF = 'remote schemas are not loaded (hint: copy the schema under $defs)'

interface Search extends Place {
  readonly base: string
  readonly draft: Draft
  readonly depth: number
}

function idOf(schema: JsonObject, draft: Draft): string {
  if (draft < 2019 && member(schema, '$ref') !== undefined) return ''
  const id = member(schema, draft === 4 ? 'id' : '$id')
  return typeof id === 'string' ? splitHash(id)[0] : ''
}

function addResource({ document, pointer }: Search, id: string, draft: Draft): Resource {
  for (const known of document.resources.values()) {
    if (known.id !== id) continue
    if (known.pointer === pointer) return known
    throw new SchemaError(
      'schema',
      `duplicate id ${quoteGo(id)} in ${quoteGo(document.url)} at ${quoteGo(pointer)} and ${quoteGo(known.pointer)}`,
    )
  }
  const resource: Resource = { pointer, id, draft, anchors: new Map(), dynamicAnchors: new Set() }
  document.resources.set(pointer, resource)
  return resource
}

function findResource(document: Document, id: string): Resource {
  for (const resource of document.resources.values()) if (resource.id === id) return resource
  return resourceAt(document, '')
}

function collectAnchors(schema: JsonObject, at: Search, owner: Resource): void {
  if (owner.draft < 2019) {
    if (member(schema, '$ref') !== undefined) return
    const id = member(schema, owner.draft === 4 ? 'id' : '$id')
    const fragment = typeof id === 'string' ? decodeOr(splitHash(id)[1], id) : ''
    if (fragment !== '' && !fragment.startsWith('/')) addAnchor(fragment, at, owner)
    return
  }
  const anchor = member(schema, '$anchor')
  if (typeof anchor === 'string') addAnchor(anchor, at, owner)
  const dynamic = owner.draft >= 2020 ? member(schema, '$dynamicAnchor') : undefined
  if (typeof dynamic !== 'string') return
  addAnchor(dynamic, at, owner)
  owner.dynamicAnchors.add(dynamic)
}

function addAnchor(name: string, { document, pointer }: Search, owner: Resource): void {
  const known = owner.anchors.get(name)
  if (known !== undefined && known !== pointer) {
    throw new SchemaError(
      'schema',
      `duplicate anchor ${quoteGo(name)} in ${quoteGo(document.url)} at ${quoteGo(known)} and ${quoteGo(pointer)}`,
    )
  }
  owner.anchors.set(name, pointer)
}

function decodeOr(fragment: string, whole: string): string {
  try {
    return decodeFragment(fragment)
  } catch (error) {
    if (!(error instanceof UriError)) throw error
    throw new SchemaError('reference', `error in parsing ${quoteGo(whole)}: ${error.message}`)
  }
}

/** The resource that a pointer lies in. */
export function resourceAt(document: Document, pointer: string): Resource {
  for (let rest = pointer; rest !== ''; rest = rest.slice(0, Math.max(rest.lastIndexOf('/'), 0))) {
    const resource = document.resources.get(rest)
    if (resource !== undefined) return resource
  }
  return document.resources.get('') as Resource
}

function placeIn(document: Document, resource: Resource, fragment: string): Place {
  if (fragment === '' || fragment.startsWith('/')) return { document, pointer: resource.pointer + fragment }
  const pointer = resource.anchors.get(fragment)
  if (pointer !== undefined) return { document, pointer }
  const reference = `${resource.id}#${encodePointer(fragment)}`
  throw new SchemaError('reference', `anchor in ${quoteGo(reference)} not found in schema ${quoteGo(document.url)}`)
}

/** The URL of a place, pointer included. */
export function locationOf({ document, pointer }: Place): string {
  return `${document.url}#${encodePointer(pointer)}`
}

function lookUp(document: Document, pointer: string): Json {
  let value: Json | undefined = document.root
  if (pointer === '') return value
  for (const raw of pointer.slice(1).split('/')) {
    const token = unescapeToken(raw)
    if (token === undefined) {
      throw new SchemaError('reference', `invalid json-pointer ${quoteGo(locationOf({ document, pointer }))}`)
    }
    if (Array.isArray(value)) value = /^[+]?\d+$/.test(token) ? value[Number(token)] : undefined
    else value = isObject(value) ? member(value, token) : undefined
    if (value === undefined) {
      throw new SchemaError('reference', `json-pointer in ${quoteGo(locationOf({ document, pointer }))} not found`)
    }
  }
  return value
}
