import { KustomizeError, within } from '../error.ts'
import { nodeKind } from '../fields/wrong-kind.ts'
import type { FieldOptions, Replacement, SourceSelector } from '../file/types.ts'
import { fieldHint, resourceHint } from '../patches/hint.ts'
import { idText, isSelectedId, type ResourceId } from '../resource/id.ts'
import { isNull, isObject, type Json, scalarText } from '../resource/json.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { splitFieldPath } from './field-path.ts'
import { findSource } from './find-source.ts'
import { untypedScalar } from './typed-scalar.ts'

/** Where a field is taken from unless a path is given. */
export const DEFAULT_FIELD_PATH = 'metadata.name'

/** The value that a replacement copies. Throws `bad-config`, `no-match`, `ambiguous` and `bad-value`. */
export function sourceValue({ source, sourceValue: text }: Replacement, resources: ResourceList): Json {
  if (text !== undefined && source !== undefined) {
    throw new KustomizeError({ code: 'bad-config', message: 'value and resource selectors are mutually exclusive' })
  }
  if (source === undefined) return untypedScalar(text ?? '')
  const { value } = selectSource(resources, source)
  const fieldPath = source.fieldPath || DEFAULT_FIELD_PATH
  const path = splitFieldPath(fieldPath)
  const found = within('error looking up replacement source', () => findSource(value, path))
  if (found === undefined || isEmpty(found)) {
    const message = `fieldPath \`${fieldPath}\` is missing for replacement source ${selectorText(source)}`
    throw new KustomizeError({ code: 'no-match', message, hint: fieldHint(value, path) ?? 'the field is empty' })
  }
  return refined(found, source.options)
}

/** Null, and a map or list without anything; an empty text is a value. */
function isEmpty(value: Json): boolean {
  if (isNull(value)) return true
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

function refined(value: Json, { delimiter = '', index = 0 }: FieldOptions = {}): Json {
  if (delimiter === '') return value
  if (nodeKind(value) !== 'ScalarNode') throw delimiterMisused()
  const text = scalarText(value)
  const parts = text.split(delimiter)
  const part = parts[index]
  if (part === undefined) {
    const message = `options.index ${index} is out of bounds for value ${text}`
    throw new KustomizeError({ code: 'bad-config', message, hint: `the value has ${parts.length} parts` })
  }
  return typeof value === 'string' ? part : untypedScalar(part)
}

/** The failure where a map or list is to be taken apart. */
export function delimiterMisused(): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message: 'delimiter option can only be used with scalar nodes' })
}

function selectSource(resources: ResourceList, selector: SourceSelector): Resource {
  const [found, other] = resources.resources.filter((resource) => {
    return replacementIds(resource).some((id) => isSelectedId(id, selector))
  })
  if (found !== undefined && other === undefined) return found
  const text = selectorText(selector) + suffix(selector)
  if (found !== undefined) {
    const hint = 'add kind, name or namespace until only one is left'
    throw new KustomizeError({ code: 'ambiguous', message: `multiple matches for selector ${text}`, hint })
  }
  const hint = resourceHint(resources, { kind: selector.kind ?? '', name: selector.name ?? '' })
  throw new KustomizeError({ code: 'no-match', message: `nothing selected by ${text}`, hint })
}

/** The ids by which a resource is selected; here none of them counts as cluster-scoped. */
export function replacementIds(resource: Resource): ResourceId[] {
  const { gvk, name, namespace } = resource.id
  return [{ gvk: { ...gvk, isClusterScoped: false }, name, namespace }, ...resource.previousIds()]
}

function selectorText(selector: SourceSelector): string {
  return idText({ gvk: selector, name: selector.name ?? '', namespace: selector.namespace ?? '' })
}

function suffix({ fieldPath = '', options = {} }: SourceSelector): string {
  const { delimiter = '', index = 0, create = false } = options
  const asked = delimiter === '' && !create ? '' : `:${delimiter}(${index}), create=${create}`
  return `${fieldPath === '' ? '' : `:${fieldPath}`}${asked}`
}
