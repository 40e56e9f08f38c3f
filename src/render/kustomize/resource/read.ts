import type { YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import { loadDocuments } from './document.ts'
import { isLiteral, isNothing, isObject, type Json, type JsonObject, newObject, scalarText } from './json.ts'
import { ResourceList } from './list.ts'
import { adoptMarks } from './marks.ts'
import { type Place, Resource } from './resource.ts'

/**
 * The objects of a text, in its order: empty documents are dropped, lists (any kind that ends in `List` and has items)
 * are taken apart and their objects put at the end. Throws `bad-yaml` and `bad-resource`.
 */
export function readResources(text: string, file: string): Resource[] {
  const documents = loadDocuments(text, file).map(({ line, ...rest }) => ({ ...rest, place: { file, line } }))
  return flatten(unwrap(documents).filter(isUsable)).map(({ value, place, problem }) => {
    const resource = resourceOf(value as JsonObject, place)
    // the maps themselves say so, and a patch may take them out
    if (problem?.code !== 'bad-key') resource.problem = problem
    return resource
  })
}

/** The same, none of which may have the id of another. Throws `conflict` too. */
export function readUniqueResources(text: string, file: string): Resource[] {
  const resources = readResources(text, file)
  if (resources.length > 1) new ResourceList().appendAll(resources)
  return resources
}

/** The objects of values that a program has printed; see `readResources`. Throws `bad-resource`. */
export function readValues(values: readonly Json[], place: Place): Resource[] {
  const documents = values.map((value) => ({ value, place, problem: undefined }))
  return flatten(unwrap(documents).filter(isUsable)).map(({ value }) => resourceOf(value as JsonObject, place))
}

/** A resource of a value; marks that a build left in its annotations become fields. */
export function resourceOf(value: JsonObject, place?: Place): Resource {
  const resource = new Resource(value, place)
  adoptMarks(resource)
  return resource
}

interface Document {
  readonly value: Json
  readonly place: Place
  readonly problem: YamlError | undefined
}

/** A stream of one `List` or `ResourceList` is its items. */
function unwrap(documents: readonly Document[]): readonly Document[] {
  const [only] = documents
  if (only === undefined || documents.length > 1 || !isObject(only.value)) return documents
  const { kind, items, functionConfig } = only.value
  if (kind !== 'List' && kind !== 'ResourceList') return documents
  if (items === undefined && functionConfig === undefined) return documents
  return Array.isArray(items) ? items.map((value) => ({ ...only, value })) : []
}

/** False for an empty document. Throws `bad-resource` for one that is no object, or has no kind or name. */
function isUsable({ value, place }: Pick<Document, 'value' | 'place'>): boolean {
  if (isNothing(value)) return false
  checkMetadata(value, place)
  return true
}

/** What an object must have: a kind and a name; a list needs no name. Throws `bad-resource`. */
export function checkMetadata(value: Json, place: Place | undefined): void {
  const head = headOf(value)
  if (head === undefined) throw badResource('missing Resource metadata', place)
  if (head.kind === '') throw badResource(`missing kind in object ${headText(head)}`, place)
  if (head.kind.endsWith('List') || head.name !== '') return
  throw badResource(`missing metadata.name in object ${headText(head)}`, place)
}

interface Head {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly labels: string
  readonly annotations: string
}

function headOf(value: Json): Head | undefined {
  if (!isObject(value)) return undefined
  const { metadata } = value
  const meta = isObject(metadata) ? metadata : newObject()
  const fields = [
    value['apiVersion'],
    value['kind'],
    meta['name'],
    meta['namespace'],
    meta['labels'],
    meta['annotations'],
  ]
  if (fields.every(isNothing)) return undefined
  const [apiVersion, kind, name, namespace] = fields.map((field) => (isNothing(field) ? '' : scalarText(field)))
  return {
    apiVersion: apiVersion ?? '',
    kind: kind ?? '',
    name: name ?? '',
    namespace: namespace ?? '',
    labels: mapText(meta['labels']),
    annotations: mapText(meta['annotations']),
  }
}

function headText({ apiVersion, kind, name, namespace, labels, annotations }: Head): string {
  return `{{${apiVersion} ${kind}} {{${name} ${namespace}} ${labels} ${annotations}}}`
}

function mapText(value: Json | undefined): string {
  if (!isObject(value)) return 'map[]'
  const keys = Object.keys(value).sort()
  return `map[${keys.map((key) => `${key}:${isNothing(value[key]) ? '' : scalarText(value[key])}`).join(' ')}]`
}

function flatten(documents: readonly Document[]): Document[] {
  const result: Document[] = []
  const queue = [...documents]
  for (let at = 0; at < queue.length; at++) {
    const document = queue[at] as Document
    const items = itemsOf(document)
    if (items === undefined) result.push(document)
    else for (const value of items) queue.push({ ...document, value: throughJson(value) })
  }
  return result
}

function itemsOf({ value, place }: Document): Json[] | undefined {
  if (!isObject(value)) return undefined
  const kind = scalarText(value['kind'])
  if (!kind.endsWith('List') || value['items'] === undefined) return undefined
  const { items } = value
  if (items === null || (isLiteral(items) && items.value === null)) return []
  if (!Array.isArray(items)) {
    throw badResource(`expected array in ${kind}/items, but found ${typeName(items)}`, place)
  }
  const objects = items.flatMap((item) => (isCoreList(item) ? item['items'] : [item]))
  return objects.filter((item) => isUsable({ value: item, place }))
}

// Lists of other kinds go through JSON, where a number has no text of its own.
function throughJson(value: Json): Json {
  if (Array.isArray(value)) return value.map(throughJson)
  if (isLiteral(value)) return typeof value.value === 'bigint' ? value : value.value
  if (!isObject(value)) return value
  for (const key of Object.keys(value)) value[key] = throughJson(value[key] as Json)
  return value
}

// One level of `List` in a list is taken apart by the reader of the item's own text.
function isCoreList(item: Json): item is JsonObject & { items: Json[] } {
  if (!isObject(item) || !Array.isArray(item['items'])) return false
  return item['kind'] === 'List' || item['kind'] === 'ResourceList'
}

function typeName(value: Json): string {
  if (isLiteral(value)) return typeName(value.value as Json)
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : 'map[string]interface {}'
}

function badResourceHint(message: string): string | undefined {
  if (message.includes('missing kind')) return 'write kind: and metadata.name: or take the file out of resources'
  return message.includes('missing metadata.name') ? 'write metadata.name:' : undefined
}

function badResource(message: string, place: Place | undefined): KustomizeError {
  const position = place && { ...place, column: 1 }
  return new KustomizeError({ code: 'bad-resource', message, position, hint: badResourceHint(message) })
}
