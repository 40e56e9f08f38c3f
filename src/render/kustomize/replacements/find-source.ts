import { KustomizeError } from '../error.ts'
import { wrongKind } from '../fields/wrong-kind.ts'
import { isNull, isObject, type Json, scalarText } from '../resource/json.ts'
import { indexOf, isBracketed, keyAndValue, NO_VALUE } from './field-path.ts'

/** The value at a path; undefined where there is none. Throws `bad-value`. Source: PathGetter in kyaml/yaml/fns.go. */
export function findSource(value: Json, path: readonly string[]): Json | undefined {
  let found: Json | undefined = value
  for (const part of path.map((written) => written.trim())) {
    if (part === '') continue
    if (found === undefined) return undefined
    found = step(found, part)
  }
  return found
}

function step(value: Json, part: string): Json | undefined {
  const index = indexOf(part)
  if (index !== undefined && index < 0) throw badValue(`array index ${index} cannot be negative`)
  if (index !== undefined || part === '-') return itemOf(value, index)
  if (part === '*') throw badValue('wildcard is not supported in PathGetter')
  if (isBracketed(part)) return matchIn(value, part)
  if (isNull(value)) return undefined
  if (!isObject(value)) throw wrongKind(value, 'MappingNode')
  return Object.hasOwn(value, part) ? value[part] : undefined
}

function itemOf(value: Json, index: number | undefined): Json | undefined {
  if (isNull(value)) return undefined
  if (!Array.isArray(value)) throw wrongKind(value, 'SequenceNode')
  return index === undefined ? value.at(-1) : value[index]
}

function matchIn(value: Json, part: string): Json | undefined {
  const match = keyAndValue(part)
  if (match === undefined) throw badValue(NO_VALUE)
  if (isNull(value)) return undefined
  if (!Array.isArray(value)) throw wrongKind(value, 'SequenceNode')
  if (match.key === '') return value.find((item) => scalarText(item) === match.value)
  return value.find(
    (item) => isObject(item) && Object.hasOwn(item, match.key) && scalarText(item[match.key]) === match.value,
  )
}

function badValue(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-value', message })
}
