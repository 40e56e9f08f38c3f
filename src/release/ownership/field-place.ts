import { fieldOf, isMap, type Json, type JsonObject, sameJson, setField } from '#kube'

/** One step from a value to one inside it. */
type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'keys'; readonly keys: JsonObject }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'index'; readonly index: number }

/** The way to a field, as steps. */
export type FieldPlace = readonly Step[]

/** Deeper than any schema goes. */
const MAX_STEPS = 200

/**
 * The steps of a path as the API server prints it (`.spec.containers[name="web"].image`). Names may hold dots, so the
 * objects that may have the field decide where a name ends.
 */
export function placeOf(path: string, objects: readonly (Json | undefined)[]): FieldPlace {
  const steps: Step[] = []
  let rest = path
  let values = objects
  while (rest !== '' && steps.length < MAX_STEPS) {
    const [step, length] = rest.startsWith('[') ? readBracket(rest) : readName(rest, values)
    steps.push(step)
    rest = rest.slice(length)
    values = values.map((value) => follow(value, step))
  }
  return steps
}

function readName(text: string, values: readonly (Json | undefined)[]): [Step, number] {
  const keys = values.filter(isMap).flatMap(Object.keys)
  const fitting = keys.filter((key) => text.startsWith(`.${key}`) && /^[.[]?$/.test(text[key.length + 1] ?? ''))
  const longest = fitting.reduce((best, key) => (key.length > best.length ? key : best), '')
  if (longest !== '') return [{ kind: 'field', name: longest }, longest.length + 1]
  const [whole = text, name = text] = /^\.?([^.[]*)/.exec(text) ?? []
  return [{ kind: 'field', name }, Math.max(1, whole.length)]
}

const PAIR = /([^=,[\]]*)=("(?:[^"\\]|\\.)*"|[^,\]]*)/g

function readBracket(text: string): [Step, number] {
  const [whole = text, body = ''] = /^\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/.exec(text) ?? []
  if (/^\d+$/.test(body)) return [{ kind: 'index', index: Number(body) }, whole.length]
  const keys: JsonObject = {}
  for (const [, name = '', value = ''] of body.matchAll(PAIR)) setField(keys, name, readValue(value))
  const only = fieldOf(keys, '')
  return [only === undefined ? { kind: 'keys', keys } : { kind: 'value', value: only }, whole.length]
}

function readValue(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** The value at a place, or undefined. */
export function valueAtPlace(object: Json | undefined, place: FieldPlace): Json | undefined {
  return place.reduce<Json | undefined>(follow, object)
}

function follow(value: Json | undefined, step: Step): Json | undefined {
  if (step.kind === 'field') return isMap(value) ? fieldOf(value, step.name) : undefined
  if (!Array.isArray(value)) return undefined
  return value[indexOf(value, step)]
}

function indexOf(list: readonly Json[], step: Step): number {
  switch (step.kind) {
    case 'field':
      return -1
    case 'index':
      return step.index
    case 'value':
      return list.findIndex((item) => sameJson(item, step.value))
    case 'keys':
      return list.findIndex((item) => isMap(item) && hasKeys(item, step.keys))
  }
}

function hasKeys(item: JsonObject, keys: JsonObject): boolean {
  return Object.keys(keys).every((key) => sameJson(fieldOf(item, key), fieldOf(keys, key)))
}

/** A copy of a value in which the place holds `replacement`, or nothing when that is undefined. */
export function withPlace(value: Json, place: FieldPlace, replacement: Json | undefined): Json {
  const [step, ...rest] = place
  if (step === undefined) return replacement ?? value
  const inner = follow(value, step)
  if (inner === undefined) return value
  const changed = rest.length === 0 ? replacement : withPlace(inner, rest, replacement)
  if (step.kind === 'field') return withField(value as JsonObject, step.name, changed)
  const list = value as readonly Json[]
  const at = indexOf(list, step)
  return list.flatMap((item, index) => (index !== at ? [item] : changed === undefined ? [] : [changed]))
}

function withField(map: JsonObject, name: string, value: Json | undefined): JsonObject {
  const copy: JsonObject = {}
  for (const key of Object.keys(map)) {
    if (key !== name) setField(copy, key, map[key] as Json)
    else if (value !== undefined) setField(copy, key, value)
  }
  return copy
}

/** Whether a set of fields, as `managedFields` keeps it, holds a place or something below it. */
export function holdsPlace(fields: Json | undefined, place: FieldPlace): boolean {
  let below: Json | undefined = fields
  for (const step of place) {
    if (!isMap(below)) return false
    const element = Object.keys(below).find((key) => isElement(key, step))
    if (element === undefined) return false
    below = fieldOf(below, element)
  }
  return true
}

function isElement(text: string, step: Step): boolean {
  switch (step.kind) {
    case 'field':
      return text === `f:${step.name}`
    case 'index':
      return text === `i:${step.index}`
    case 'value':
      return text.startsWith('v:') && sameJson(readValue(text.slice(2)), step.value)
    case 'keys':
      return text.startsWith('k:') && sameJson(readValue(text.slice(2)), step.keys)
  }
}
