import { compileGoPattern } from '#template'
import { isQuoted, markPlainKey } from '#yaml'
import { KustomizeError } from '../error.ts'
import { wrongKind } from '../fields/wrong-kind.ts'
import { isQuotedText } from '../patches/quoted.ts'
import { isNull, isObject, type Json, type JsonObject, newObject, scalarText } from '../resource/json.ts'
import { indexOf, isBracketed, keyAndValue, NO_VALUE } from './field-path.ts'
import { fieldSlot, itemSlot, markMade, type Slot } from './slot.ts'
import { untypedScalar } from './typed-scalar.ts'

/** What a missing field becomes: a map, a list or a scalar; undefined where none is made. */
export type Made = 'map' | 'list' | 'scalar' | undefined

/**
 * The places that a path leads to: `*` and `[key=expression]` stand for all items that fit. With `made`, missing parts are
 * made on the way (mutates the value). Throws `bad-value`. Source: PathMatcher in kyaml/yaml/match.go.
 */
export function findTargets(value: JsonObject, path: readonly string[], made: Made): Slot[] {
  const root: Slot = { get: () => value, set: () => undefined, isUntyped: false }
  return find(root, path, made)
}

function find(slot: Slot, path: readonly string[], made: Made): Slot[] {
  const [part, ...rest] = path
  if (part === undefined) return [slot]
  const index = indexOf(part)
  if (index !== undefined && index >= 0) return findIndex(slot.get(), index, { rest, made })
  if (isBracketed(part)) return findMatches(slot.get(), part, { rest, made })
  if (part === '*') return itemsOf(slot.get()).flatMap((item) => find(item, rest, made))
  return findField(slot.get(), part, { rest, made })
}

interface Further {
  readonly rest: readonly string[]
  readonly made: Made
}

function findField(value: Json, key: string, { rest, made }: Further): Slot[] {
  // Nothing can be made in a null.
  if (isNull(value)) return made === undefined ? [] : [detached(made)]
  if (key === '') throw wrongKind(value, 'ScalarNode')
  if (!isObject(value)) throw wrongKind(value, 'MappingNode')
  const isThere = Object.hasOwn(value, key)
  if (!isThere && made === undefined) return []
  if (!isThere) {
    value[key] = newValue(rest[0], made)
    markMade(value, key)
    markPlainKey(value, key)
  }
  return find(fieldSlot(value, key), rest, made)
}

/** A place that belongs to no object. */
function detached(made: Made): Slot {
  return { get: () => newValue(undefined, made), set: () => undefined, isUntyped: true }
}

/** What is made depends on the part that comes next. */
function newValue(next: string | undefined, made: Made): Json {
  const index = indexOf(next ?? '')
  if (next !== undefined && next !== '' && (isBracketed(next) || (index !== undefined && index >= 0))) return []
  if (next !== undefined && next !== '') return newObject()
  return made === 'map' ? newObject() : made === 'list' ? [] : ''
}

function findIndex(value: Json, index: number, { rest, made }: Further): Slot[] {
  const items = itemsOf(value)
  if (made !== undefined && items.length === index && Array.isArray(value)) {
    value.push(newValue(rest[0], made))
    markMade(value, index)
    return find(itemSlot(value, index), rest, made)
  }
  const item = items[index]
  if (item === undefined) throw badValue(`index ${index} specified but only ${items.length} elements found`)
  return find(item, rest, made)
}

function findMatches(value: Json, part: string, further: Further): Slot[] {
  const match = keyAndValue(part)
  if (match === undefined) throw badValue(NO_VALUE)
  const found = matching(value, match, further)
  if (further.made === undefined || found.length > 0 || !Array.isArray(value)) return found
  value.push(newItem(match))
  if (match.key === '') markMade(value, value.length - 1)
  const again = matching(value, match, further)
  if (again.length > 0) return again
  throw badValue(`the item made for ${part} does not match ${match.value}`)
}

interface Match {
  readonly key: string
  readonly value: string
}

function newItem({ key, value }: Match): Json {
  if (key === '') return untypedScalar(value)
  const item = newObject()
  item[key] = untypedScalar(value)
  markMade(item, key)
  return item
}

function matching(value: Json, { key, value: expression }: Match, { rest, made }: Further): Slot[] {
  return itemsOf(value).flatMap((slot) => {
    const item = slot.get()
    if (!fits(expression, textOfItem(item, key))) return []
    return key === '' ? [slot] : find(slot, rest, made)
  })
}

function fits(expression: string, text: string | undefined): boolean {
  const pattern = compiled(expression)
  return text !== undefined && pattern.test(text.trim())
}

/** A text as it stands in the document, with its quotes. */
function textOfItem(item: Json, key: string): string | undefined {
  const value = key === '' ? item : isObject(item) && Object.hasOwn(item, key) ? item[key] : undefined
  if (typeof value !== 'string') return value === undefined ? undefined : scalarText(value)
  const isInQuotes = isQuotedText(value) || (isObject(item) && isQuoted(item, key))
  return isInQuotes && !value.includes('\n') ? JSON.stringify(value) : value
}

function compiled(expression: string): { test(text: string): boolean } {
  try {
    return compileGoPattern(expression)
  } catch (cause) {
    throw new KustomizeError({ code: 'bad-config', message: (cause as Error).message, cause })
  }
}

function itemsOf(value: Json): Slot[] {
  if (isNull(value)) return []
  if (!Array.isArray(value)) throw wrongKind(value, 'SequenceNode')
  return value.map((_, index) => itemSlot(value, index))
}

function badValue(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-value', message })
}
