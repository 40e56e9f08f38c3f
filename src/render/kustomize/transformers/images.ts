import { compileGoPattern } from '#template'
import { isQuoted } from '#yaml'
import { KustomizeError } from '../error.ts'
import { fieldList } from '../fields/field.ts'
import { withText } from '../fields/scalar.ts'
import { located, type Update, updateField } from '../fields/update.ts'
import { demandKind } from '../fields/wrong-kind.ts'
import type { FieldSpec, Image } from '../file/types.ts'
import { isObject, type Json, scalarText } from '../resource/json.ts'
import type { Transform } from '../resource/list.ts'
import { splitImage } from './image-name.ts'

/** What the step for images is told. */
export interface ImageTagConfig {
  readonly imageTag?: Image | undefined
  readonly fieldSpecs?: readonly FieldSpec[] | undefined
}

/**
 * Replaces name, tag or digest of images: `images`. The name is a regular expression, as in the reference. First every
 * `containers` and `initContainers` list at any depth is searched, then the fields of the table, which therefore sees
 * what the search has changed: a `tagSuffix` is appended twice. Throws `bad-config` for a name that is no expression.
 */
export function imageTagTransformer({ imageTag = {}, fieldSpecs = [] }: ImageTagConfig): Transform {
  const list = fieldList(fieldSpecs)
  const matches = matcherOf(imageTag.name ?? '')
  const change: Update = (value, isInQuotes) => {
    const text = imageAfter(value, imageTag, matches)
    return text === undefined ? value : withText(value, text, isInQuotes)
  }
  return (resources) => {
    const changed = [...resources].filter(({ kind }) => kind !== 'CustomResourceDefinition')
    for (const resource of changed) {
      try {
        searchContainers(resource.value, change)
      } catch (error) {
        throw located(error, resource)
      }
    }
    for (const resource of changed) {
      for (const field of list.of(resource.gvk)) updateField(resource, field, change)
    }
  }
}

function matcherOf(name: string): (image: string) => boolean {
  try {
    const pattern = compileGoPattern(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`)
    return (image) => pattern.test(image)
  } catch (cause) {
    const message = `images: name ${name} is not a regular expression – ${(cause as Error).message}`
    throw new KustomizeError({ code: 'bad-config', message, cause })
  }
}

const CONTAINER_LISTS = new Set(['containers', 'initContainers'])

function searchContainers(value: Json, change: Update): void {
  if (Array.isArray(value)) {
    for (const element of value) searchContainers(element, change)
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const field = value[key] as Json
      if (typeof field === 'object') searchContainers(field, change)
      if (CONTAINER_LISTS.has(key)) changeContainers(field, change)
    }
  }
}

function changeContainers(list: Json, change: Update): void {
  if (!Array.isArray(list)) return
  for (const container of list) {
    demandKind(container, 'MappingNode')
    if (isObject(container) && container['image'] !== undefined) {
      container['image'] = change(container['image'], isQuoted(container, 'image'))
    }
  }
}

function imageAfter(value: Json, image: Image, matches: (image: string) => boolean): string | undefined {
  demandKind(value, 'ScalarNode')
  const text = scalarText(value)
  if (!matches(text)) return undefined
  const { name, tag, digest } = splitImage(text)
  return joinImage(image.newName || name, versionOf(image, { tag, digest }))
}

interface ImageVersion {
  readonly tag: string
  readonly digest: string
}

// A new tag or digest replaces both old ones.
function versionOf({ newTag = '', digest = '', tagSuffix = '' }: Image, old: ImageVersion): ImageVersion {
  if (newTag !== '' || digest !== '') return { tag: newTag, digest }
  return tagSuffix === '' ? old : { tag: old.tag + tagSuffix, digest: '' }
}

function joinImage(name: string, { tag, digest }: ImageVersion): string {
  return `${name}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`
}
