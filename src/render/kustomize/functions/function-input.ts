import { copyOddKeys, copyQuoted } from '#yaml'
import { isObject, type Json, type JsonObject, newObject } from '../resource/json.ts'
import type { ResourceList } from '../resource/list.ts'
import { originText, transformationsText } from '../resource/origin-text.ts'
import { markAnnotations } from '../resource/print.ts'
import type { Resource } from '../resource/resource.ts'
import { yamlText } from '../resource/write.ts'
import { idAnnotation, ORIGIN, TRANSFORMATIONS } from './annotations.ts'

/** Copies of resources as programs get them: what a build knows of each stands in its annotations. */
export function markedCopies(resources: ResourceList): Resource[] {
  return resources.resources.map((resource) => markedCopy(resource, new Map([idAnnotation(resource.id)])))
}

/** The same for a program's own configuration. */
export function markedConfig(config: Resource): Resource {
  return markedCopy(config, new Map())
}

function markedCopy(resource: Resource, more: ReadonlyMap<string, string>): Resource {
  const { origin, transformations } = resource
  const marks = new Map([...markAnnotations(resource), ...more])
  if (origin !== undefined) marks.set(ORIGIN, originText(origin))
  if (transformations.length > 0) marks.set(TRANSFORMATIONS, transformationsText(transformations))
  const copy = resource.copy()
  if (marks.size > 0) copy.annotations = new Map([...copy.annotations, ...marks])
  return copy
}

/** Objects as a stream of documents. Throws `bad-value`. */
export function streamText(values: readonly JsonObject[]): string {
  return values.map((value) => yamlText(value)).join('---\n')
}

/**
 * The `ResourceList` that a function reads: the objects, numbered by annotations, and its configuration. Throws
 * `bad-value`.
 */
export function resourceListText(values: readonly JsonObject[], config: JsonObject): string {
  const items = values.map((value, at) => listItem(yamlText(numbered(value, at))))
  const list = items.length === 0 ? 'items: []\n' : `items:\n${items.join('')}`
  return `${HEAD}${list}functionConfig:\n${indent(yamlText(config))}`
}

const HEAD = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n'

function listItem(text: string): string {
  return `- ${indent(text).slice(2)}`
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

/** A copy with the annotations by which the reference finds an object again. */
function numbered(value: JsonObject, at: number): JsonObject {
  const marks: Record<string, Json> = {
    'config.kubernetes.io/index': String(at),
    'internal.config.kubernetes.io/index': String(at),
    'internal.config.kubernetes.io/annotations-migration-resource-id': String(at),
    'internal.config.kubernetes.io/id': String(at + 1),
    'config.k8s.io/id': String(at + 1),
  }
  return withAnnotations(value, marks)
}

/** A copy of an object with further annotations. */
export function withAnnotations(value: JsonObject, marks: Readonly<Record<string, Json>>): JsonObject {
  const metadata = mapOf(value['metadata'])
  const annotations = extended(mapOf(metadata['annotations']), marks)
  return extended(value, { metadata: extended(metadata, { annotations }) })
}

function extended(map: JsonObject, fields: Readonly<Record<string, Json>>): JsonObject {
  const copy: JsonObject = Object.assign(newObject(), map, fields)
  copyQuoted(map, copy)
  copyOddKeys(map, copy)
  return copy
}

function mapOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : newObject()
}
