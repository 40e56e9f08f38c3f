import { isObject, type Json, scalarText } from '../resource/json.ts'

/** One step of a field's path: a key, an index, or the item of a list that has a field of this value. */
export type PathStep = string | number | ItemStep

/** `[name=web]`. */
export interface ItemStep {
  readonly field: string
  readonly value: string
}

/** A path of a field: `spec.template.spec.containers[name=web].image`. */
export type FieldPath = readonly PathStep[]

const PART = /\[((?:[^\]'"]|'[^']*'|"[^"]*")*)\]|((?:\\.|[^.[\]\\])+)/gy

/**
 * Reads a path as people write it: keys with dots between them, `[0]`, `[name=web]`, `['a key.with dots']`, `\.` for a dot
 * in a key; or a JSON pointer, which starts with a slash.
 */
export function parseFieldPath(text: string): FieldPath {
  if (text.startsWith('/')) {
    const parts = text.slice(1).split('/')
    return parts.map((part) => stepOf(part.replaceAll('~1', '/').replaceAll('~0', '~')))
  }
  return text.split(/(?<!\\)\.(?![^[]*\])/).flatMap(partsOf)
}

function partsOf(text: string): PathStep[] {
  const steps: PathStep[] = []
  for (const [, inner, plain] of text.matchAll(new RegExp(PART.source, 'g'))) {
    if (plain !== undefined) steps.push(plain.replaceAll(/\\(.)/g, '$1'))
    else if (inner !== undefined) steps.push(bracketStep(inner))
  }
  return steps
}

function bracketStep(inner: string): PathStep {
  const quoted = /^(['"])(.*)\1$/.exec(inner)
  if (quoted !== null) return quoted[2] ?? ''
  const pair = /^([^=]+)=(.*)$/.exec(inner)
  if (pair === null) return stepOf(inner)
  return { field: pair[1] ?? '', value: (pair[2] ?? '').replace(/^(['"])(.*)\1$/, '$2') }
}

function stepOf(text: string): PathStep {
  return /^\d+$/.test(text) ? Number(text) : text
}

/** A path as it is printed; keys with dots stand in brackets. */
export function fieldPathText(path: FieldPath): string {
  const parts = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    if (typeof step !== 'string') return `[${step.field}=${step.value}]`
    return /^[^.[\]=\\'"]+$/.test(step) ? `.${step}` : `['${step}']`
  })
  return parts.join('').replace(/^\./, '')
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: Json | undefined, path: FieldPath): Json | undefined {
  let at = value
  for (const step of path) at = stepInto(at, step)
  return at
}

function stepInto(value: Json | undefined, step: PathStep): Json | undefined {
  if (Array.isArray(value)) return value[indexOf(value, step)]
  if (!isObject(value) || isItem(step)) return undefined
  const key = String(step)
  return Object.hasOwn(value, key) ? value[key] : undefined
}

/** Where an item is in a list; -1 where it is not. */
export function indexOf(list: readonly Json[], step: PathStep): number {
  if (typeof step === 'number') return step
  if (!isItem(step)) return /^\d+$/.test(step) ? Number(step) : -1
  return list.findIndex((item) => isObject(item) && scalarText(item[step.field]) === step.value)
}

/** Whether a step names an item by one of its fields. */
export function isItem(step: PathStep): step is ItemStep {
  return typeof step === 'object'
}

/**
 * The same path in the form that holds when lists change: items are named by their name where they have one, and keys with
 * dots in them that were written bare are put together.
 */
export function settle(value: Json, path: FieldPath): FieldPath {
  const settled: PathStep[] = []
  let at: Json | undefined = value
  for (let index = 0; index < path.length; index++) {
    const { step, used } = settleStep(at, path.slice(index))
    settled.push(step)
    at = stepInto(at, step)
    index += used - 1
  }
  return settled
}

function settleStep(value: Json | undefined, rest: FieldPath): { readonly step: PathStep; readonly used: number } {
  const [first = ''] = rest
  if (Array.isArray(value)) return { step: itemStep(value, indexOf(value, first)) ?? first, used: 1 }
  if (!isObject(value) || isItem(first) || Object.hasOwn(value, String(first))) return { step: first, used: 1 }
  for (let used = rest.length; used > 1; used--) {
    const key = rest.slice(0, used).map(String).join('.')
    if (Object.hasOwn(value, key)) return { step: key, used }
  }
  return { step: first, used: 1 }
}

/** How an item of a list is named: by its name where no other has it, else by its index. */
export function itemStep(list: readonly Json[], index: number): PathStep | undefined {
  const item = list[index]
  if (item === undefined) return undefined
  const name = isObject(item) ? item['name'] : undefined
  if (typeof name !== 'string') return index
  const step: ItemStep = { field: 'name', value: name }
  return indexOf(list, step) === index ? step : index
}

/** The path with indices in place of names, as this value has them; it ends where the value does. */
export function concretePath(value: Json | undefined, path: FieldPath): (string | number)[] {
  const concrete: (string | number)[] = []
  let at = value
  for (const step of path) {
    const next = stepInto(at, step)
    if (next === undefined) break
    concrete.push(Array.isArray(at) || isItem(step) ? indexOf(at as Json[], step) : String(step))
    at = next
  }
  return concrete
}

/** Paths of everything that is no map or list with entries. */
export function leafPaths(value: Json, path: FieldPath = []): FieldPath[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item, index) => leafPaths(item, [...path, itemStep(value, index) ?? index]))
  }
  if (!isObject(value) || (Object.keys(value).length === 0 && path.length > 0)) return [path]
  return Object.keys(value).flatMap((key) => leafPaths(value[key] as Json, [...path, key]))
}
