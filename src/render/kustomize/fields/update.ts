import { isQuoted, markPlainKey } from '#yaml'
import { KustomizeError, wrapFailure } from '../error.ts'
import { idText } from '../resource/id.ts'
import { isNull, isObject, type Json, type JsonObject, newObject } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import type { Field } from './field.ts'
import type { PathPart } from './path.ts'
import { KIND_HINTS, wrongKind } from './wrong-kind.ts'

/**
 * The new value of a field; a map or list may be changed in place and given back. `isQuoted` says that a text stood in
 * quotes in its document. Throws `KustomizeError`.
 */
export type Update = (value: Json, isQuoted: boolean) => Json

/** What a missing field becomes where it is to be made. */
export type Made = 'map' | 'text'

/**
 * Follows a field's path through the object and puts what `update` gives in place of each value that is found: a list
 * on the way stands for all its elements. Mutates the resource. Where the field asks for it, missing maps on the way and
 * the field itself are made (given to `update` as an empty map or text); without `made` nothing ever is.
 * Whether the field is for the resource's kind is not looked at. Throws `bad-value`.
 */
export function updateField(resource: Resource, field: Field, update: Update, made?: Made): void {
  const walk: Walk = { parts: field.parts, update, made: field.create ? made : undefined }
  try {
    visit(resource.value, 0, walk)
  } catch (error) {
    const place = `considering field '${field.spec.path ?? ''}' of object ${idText(resource.id)}`
    throw located(
      wrapFailure(error, (message) => `${place}: ${message}`),
      resource,
    )
  }
}

/** The error with the place of a resource, if it has none yet. */
export function located(error: unknown, { place }: Resource): unknown {
  if (!(error instanceof KustomizeError) || error.position !== undefined || place === undefined) return error
  const { code, message, hint, cause } = error
  return new KustomizeError({ code, message, hint, cause, position: { ...place, column: 1 } })
}

interface Walk {
  readonly parts: readonly PathPart[]
  readonly update: Update
  readonly made: Made | undefined
}

function visit(value: Json, depth: number, walk: Walk): Json {
  const part = walk.parts[depth]
  if (part === undefined) return walk.update(value, false)
  if (isNull(value)) return value
  if (Array.isArray(value)) visitElements(value, depth, walk)
  else if (isObject(value)) visitEntry(value, part, depth, walk)
  else throw badValue('expected sequence or mapping node', KIND_HINTS.MappingNode)
  return value
}

function visitElements(list: Json[], depth: number, walk: Walk): void {
  try {
    for (const [index, element] of list.entries()) list[index] = visit(element, depth, walk)
  } catch (error) {
    const rest = walk.parts.slice(depth).map((part) => (part.isList ? `${part.text}[]` : part.text))
    throw wrapFailure(error, (message) => `visit traversal on path: [${rest.join(' ')}]: ${message}`)
  }
}

function visitEntry(map: JsonObject, part: PathPart, depth: number, walk: Walk): void {
  if (part.oddity !== undefined) throw oddPart(map, part)
  const found = map[part.key]
  const isMade = walk.made !== undefined && !part.isList
  if (found === undefined && !isMade) return
  const value = found === undefined || isNull(found) ? replaceNothing(found, part, depth, walk) : found
  if (found === undefined) markPlainKey(map, part.key)
  const isLeaf = depth === walk.parts.length - 1
  map[part.key] = isLeaf ? walk.update(value, isQuoted(map, part.key)) : visit(value, depth + 1, walk)
}

// Where nothing or null stands: a list is expected, the field is to be made, or null stays.
function replaceNothing(found: Json | undefined, part: PathPart, depth: number, { parts, made }: Walk): Json {
  if (part.isList) return []
  if (made === undefined) return found ?? null
  if (depth < parts.length - 1 || made === 'map') return newObject()
  return found ?? ''
}

const ODD_TEXTS = {
  wildcard: 'wildcard is not supported in PathGetter',
  'no-value': 'list path element must contain fieldName=fieldValue for element to match',
}

function oddPart(map: JsonObject, { oddity, text, key }: PathPart): unknown {
  if (oddity === 'empty') return badValue('cannot set or create an empty field name')
  const prefix = `fieldName: ${text}: `
  if (oddity === 'negative') return badValue(`${prefix}array index ${Number(key)} cannot be negative`)
  if (oddity === 'wildcard' || oddity === 'no-value') return badValue(prefix + ODD_TEXTS[oddity])
  return wrapFailure(wrongKind(map, 'SequenceNode'), (message) => prefix + message)
}

function badValue(message: string, hint?: string): KustomizeError {
  return new KustomizeError({ code: 'bad-value', message, hint })
}
