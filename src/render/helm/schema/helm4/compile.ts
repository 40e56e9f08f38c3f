import { quoteGo } from '#template'
import { SchemaError } from '../error.ts'
import { isObject, type Json, type JsonObject, member } from '../json.ts'
import { escapeToken } from '../pointer.ts'
import { compilePattern, type Pattern } from '../regexp.ts'
import { decodeFragment, encodePointer, splitHash } from '../uri.ts'
import { assertions } from './assertions.ts'
import { type Document, type Documents, locationOf, type Place, type Resource, resourceAt } from './documents.ts'
import { newSchema, ready, type Schema } from './schema.ts'

/** Compiles schemas of a set of documents; what was compiled is kept. */
export class Compiler {
  readonly #documents: Documents
  readonly #hasFormats: boolean
  readonly #schemas = new Map<Document, Map<string, Schema>>()
  #queue: Schema[] = []

  /** With `hasFormats`, `format` is checked in every draft (the metaschemas want that), else before 2019-09 only. */
  constructor(documents: Documents, hasFormats: boolean) {
    this.#documents = documents
    this.#hasFormats = hasFormats
  }

  /**
   * Compiles the schema at a place and all it needs; for a plain document, where nothing can go wrong any more, each
   * schema waits until it is used. Throws `SchemaError`.
   */
  compile(place: Place): Schema {
    const schema = ready(this.#at(place))
    if (place.document.isPlain) return schema
    for (let index = 0; index < this.#queue.length; index++) ready(this.#queue[index] as Schema)
    this.#queue = []
    return schema
  }

  #at(place: Place, value?: Json): Schema {
    const { document, pointer } = place
    const known = this.#schemas.get(document) ?? new Map<string, Schema>()
    if (known.size === 0) this.#schemas.set(document, known)
    const earlier = known.get(pointer)
    if (earlier !== undefined) return earlier
    const schema = newSchema(() => locationOf(place))
    known.set(pointer, schema)
    schema.fill = () => this.#fill(schema, place, value ?? this.#documents.ensure(place))
    if (!document.isPlain) this.#queue.push(schema)
    return schema
  }

  #fill(schema: Schema, place: Place, value: Json): void {
    const { document, pointer } = place
    const resource = resourceAt(document, pointer)
    schema.draft = resource.draft
    schema.resource = resource.pointer === pointer ? schema : this.#at({ document, pointer: resource.pointer })
    if (schema.draft >= 2020 && schema.resource === schema) this.#fillAnchors(schema, document, resource)
    if (typeof value === 'boolean') schema.bool = value
    else if (isObject(value)) this.#fillObject({ schema, place, value, resource })
    const all = schema.draft < 2020 ? (schema.additionalItems ?? isOne(schema.items)) : schema.restItems
    schema.areAllItemsEvaluated = all !== undefined
    schema.areAllPropertiesEvaluated = schema.additionalProperties !== undefined
    const listed = schema.draft < 2020 ? schema.items : schema.prefixItems
    schema.evaluatedItems = Array.isArray(listed) ? listed.length : 0
  }

  #fillAnchors(schema: Schema, document: Document, resource: Resource): void {
    for (const name of resource.dynamicAnchors) {
      const pointer = resource.anchors.get(name) as string
      schema.dynamicAnchors ??= new Map()
      schema.dynamicAnchors.set(name, this.#at({ document, pointer }))
    }
  }

  #fillObject(part: Part): void {
    const { schema, value } = part
    if (Object.keys(value).length === 0) {
      schema.bool = true
      return
    }
    const ref = this.#reference(part, '$ref')
    if (ref !== undefined) schema.ref = ref
    if (ref !== undefined && schema.draft < 2019) return
    this.#fillApplicators(part)
    assertions(value, schema, this.#hasFormats || schema.draft < 2019, (key, text) => pattern(part, key, text))
    if (schema.draft === 2019) this.#fillRecursive(part)
    if (schema.draft >= 2020) this.#fillDynamic(part)
  }

  #fillRecursive(part: Part): void {
    const target = this.#reference(part, '$recursiveRef')
    if (target !== undefined) part.schema.recursiveRef = target
    part.schema.recursiveAnchor = member(part.value, '$recursiveAnchor') === true
  }

  #fillDynamic(part: Part): void {
    const target = this.#reference(part, '$dynamicRef')
    const name = member(part.value, '$dynamicRef')
    if (target !== undefined && typeof name === 'string') {
      const fragment = decodeFragment(splitHash(name)[1])
      const isAnchor = fragment !== '' && !fragment.startsWith('/')
      part.schema.dynamicRef = { schema: target, anchor: isAnchor ? fragment : undefined }
    }
    const anchor = member(part.value, '$dynamicAnchor')
    if (typeof anchor === 'string') part.schema.dynamicAnchor = anchor
  }

  #reference({ value, place, resource }: Part, key: string): Schema | undefined {
    const name = member(value, key)
    if (typeof name !== 'string') return undefined
    return this.#at(this.#documents.resolve(name, place.document, resource))
  }

  #fillApplicators(part: Part): void {
    const { schema } = part
    const one: Record<string, unknown> = schema as unknown as Record<string, unknown>
    for (const [key, since, until, field] of SINGLE) {
      if (schema.draft < since || schema.draft > until) continue
      const child = this.#child(part, key)
      if (child !== undefined) one[field] = child
    }
    for (const [key, since] of LISTS) {
      const list = schema.draft < since ? undefined : this.#list(part, key)
      if (list !== undefined) one[key] = list
    }
    this.#fillItems(part)
    this.#fillMaps(part)
    for (const key of ['additionalProperties', 'additionalItems'] as const) {
      if (key === 'additionalItems' && !Array.isArray(schema.items)) continue
      const value = member(part.value, key)
      if (typeof value === 'boolean') schema[key] = value
      else if (value !== undefined) schema[key] = this.#child(part, key) as Schema
    }
    if (member(part.value, 'if') === true) delete schema.else
    if (member(part.value, 'if') === false) delete schema.then
  }

  #fillItems(part: Part): void {
    if (part.schema.draft >= 2020) return
    const items = this.#list(part, 'items') ?? this.#child(part, 'items')
    if (items !== undefined) part.schema.items = items
  }

  #fillMaps(part: Part): void {
    const { schema } = part
    const properties = this.#map(part, 'properties')
    if (properties !== undefined) schema.properties = properties
    const patterns = this.#map(part, 'patternProperties')
    if (patterns !== undefined) {
      schema.patternProperties = [...patterns].map(([text, child]) => [pattern(part, 'patternProperties', text), child])
    }
    const dependencies = member(part.value, 'dependencies')
    if (isObject(dependencies)) {
      const children = this.#map(part, 'dependencies') as Map<string, Schema>
      schema.dependencies = [...children].map(([key, child]) => [key, strings(dependencies[key]) ?? child])
    }
    const dependents = schema.draft < 2019 ? undefined : this.#map(part, 'dependentSchemas')
    if (dependents !== undefined) schema.dependentSchemas = dependents
  }

  #child({ value, place }: Part, key: string): Schema | undefined {
    const child = member(value, key)
    return child === undefined ? undefined : this.#at(below(place, key), child)
  }

  #list({ value, place }: Part, key: string): Schema[] | undefined {
    const list = member(value, key)
    return Array.isArray(list) ? list.map((item, index) => this.#at(below(place, key, String(index)), item)) : undefined
  }

  #map({ value, place }: Part, key: string): Map<string, Schema> | undefined {
    const object = member(value, key)
    if (!isObject(object)) return undefined
    const schemas = new Map<string, Schema>()
    for (const name of Object.keys(object).sort()) {
      if (!Array.isArray(object[name])) schemas.set(name, this.#at(below(place, key, name), object[name]))
      else
        schemas.set(
          name,
          newSchema(() => ''),
        )
    }
    return schemas
  }
}

interface Part {
  readonly schema: Schema
  readonly place: Place
  readonly value: JsonObject
  readonly resource: Resource
}

const SINGLE: readonly (readonly [key: string, since: number, until: number, field: string])[] = [
  ['not', 4, 2020, 'not'],
  ['contains', 6, 2020, 'contains'],
  ['propertyNames', 6, 2020, 'propertyNames'],
  ['if', 7, 2020, 'if'],
  ['then', 7, 2020, 'then'],
  ['else', 7, 2020, 'else'],
  ['unevaluatedItems', 2019, 2020, 'unevaluatedItems'],
  ['unevaluatedProperties', 2019, 2020, 'unevaluatedProperties'],
  ['items', 2020, 2020, 'restItems'],
]
const LISTS: readonly (readonly [key: string, since: number])[] = [
  ['allOf', 4],
  ['anyOf', 4],
  ['oneOf', 4],
  ['prefixItems', 2020],
]

function below({ document, pointer }: Place, ...tokens: string[]): Place {
  return { document, pointer: `${pointer}/${tokens.map(escapeToken).join('/')}` }
}

function isOne(items: Schema['items']): true | undefined {
  return items !== undefined && !Array.isArray(items) ? true : undefined
}

function strings(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined
}

function pattern({ place }: Part, key: string, source: string): Pattern {
  try {
    return compilePattern(source)
  } catch (error) {
    const at = `${place.document.url}#${encodePointer(place.pointer)}/${key}`
    const reason = error instanceof Error ? error.message : String(error)
    throw new SchemaError('schema', `invalid regex ${quoteGo(source)} at ${quoteGo(at)}: ${reason}`)
  }
}
