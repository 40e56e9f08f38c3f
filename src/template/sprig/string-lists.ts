import { byteLength, compareStrings } from '../bytes.ts'
import { define } from '../define.ts'
import { containerType, type GoFunction, type GoList, typedAs, type Value } from '../value.ts'
import { exactly } from './capacity.ts'
import { intOf, toText } from './cast.ts'
import { checkBytes, checkItems, itemsOf, LimitError, MAX_ITEMS } from './runtime.ts'

/** `join`, `split`, `splitList`, `splitn`, `sortAlpha`, `toStrings`. */
export function stringListFunctions(): GoFunction[] {
  return [
    define('join', ['string', 'any'], (separator, list) => join(separator as string, list ?? null)),
    define('splitList', ['string', 'string'], (separator, text) =>
      exactly(strings(split(separator as string, text as string))),
    ),
    define('split', ['string', 'string'], (separator, text) => numbered(split(separator as string, text as string))),
    define('splitn', ['string', 'int', 'string'], (separator, count, text) =>
      numbered(splitAtMost(separator as string, text as string, intOf(count))),
    ),
    define('toStrings', ['any'], (list) => toStrings(list ?? null)),
    define('sortAlpha', ['any'], (list) => sortAlpha(list ?? null)),
  ]
}

/** A Go `[]string`. */
export function strings(values: string[]): GoList {
  return typedAs('[]string', values)
}

/** Any list as `[]string`: a `[]string` itself, otherwise a new one without nils; what is no list becomes a list of one. */
function toStrings(value: Value): GoList {
  if (Array.isArray(value) && containerType(value) === '[]string') return value
  const items = itemsOf(value) ?? [value]
  return exactly(strings(items.filter((item) => item !== null).map(toText)))
}

function join(separator: string, value: Value): string {
  const parts = toStrings(value) as string[]
  checkBytes(parts.length * byteLength(separator), 'join')
  return parts.join(separator)
}

/** Sorts in place when given a `[]string`, as Go does. */
function sortAlpha(value: Value): GoList {
  if (itemsOf(value) === undefined) return strings([toText(value)])
  return (toStrings(value) as string[]).sort(compareStrings)
}

function split(separator: string, text: string): string[] {
  if (separator === '') {
    checkItems(text.length, 'split')
    return Array.from(text)
  }
  const parts = text.split(separator, MAX_ITEMS + 1)
  checkItems(parts.length, 'split')
  return parts
}

function splitAtMost(separator: string, text: string, count: number): string[] {
  const parts = split(separator, text)
  if (count < 0 || parts.length <= count) return parts
  if (count === 0) return []
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)]
}

/** Most entries of a map made from one text. */
const MAX_NUMBERED = 200_000

function numbered(parts: readonly string[]): Value {
  if (parts.length > MAX_NUMBERED)
    throw new LimitError(`split: ${parts.length} items – expected at most ${MAX_NUMBERED}`)
  return typedAs('map[string]string', new Map<string, Value>(parts.map((part, index) => [`_${index}`, part])))
}
