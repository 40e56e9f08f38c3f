import { PatchError } from '../error.ts'
import { copyOf, fieldOf, isMap, type Json, type JsonObject, setField } from '../json.ts'
import { listIndex } from './list-index.ts'
import type { Settings } from './options.ts'

/** A value that has others in it. */
export type Container = JsonObject | Json[]

/** Where a path leads: the container, and the key or index in it. */
export interface Location {
  readonly container: Container
  readonly key: string
  /** Whether the container is the document itself. */
  readonly isRoot: boolean
}

/** Where a pointer such as `/spec/containers/0` leads; undefined where a part above it is not there. */
export function locate(root: Container, pointer: string, settings: Settings): Location | undefined {
  const parts = pointer.split('/')
  if (parts.length < 2)
    return pointer === '' && settings.isVersion5 ? { container: root, key: '', isRoot: true } : undefined
  let container = root
  for (const part of parts.slice(1, -1)) {
    const next = childOf(container, unescape(part), settings)
    if (next === undefined) return undefined
    container = next
  }
  return { container, key: unescape(parts.at(-1) ?? ''), isRoot: parts.length === 2 }
}

/** `~1` is a slash and `~0` a tilde. */
export function unescape(part: string): string {
  return part.includes('~') ? part.replace(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~')) : part
}

/** The container at a key; undefined where there is none. */
export function childOf(container: Container, key: string, settings: Settings): Container | undefined {
  try {
    const value = valueAt({ container, key, isRoot: false }, settings)
    return Array.isArray(value) || isMap(value) ? value : undefined
  } catch (error) {
    if (error instanceof PatchError) return undefined
    throw error
  }
}

/** The value at a location; undefined for a key that a map does not have (version 5 throws `missing`). Throws `bad-index`. */
export function valueAt({ container, key, isRoot }: Location, settings: Settings): Json | undefined {
  // An empty key means the document itself in version 5, and nothing anywhere else.
  if (settings.isVersion5 && key === '') return isRoot ? copyOf(container as Json) : undefined
  if (Array.isArray(container)) return container[listIndex(key, container.length, settings)]
  const value = fieldOf(container, key)
  if (value !== undefined || !settings.isVersion5) return value
  throw new PatchError('missing', `unable to get nonexistent key: ${key}: missing value`)
}

/** Adds a value: to a map under the key, to a list before the index or, with `-`, at its end. Mutates. Throws `bad-index`. */
export function addAt({ container, key }: Pick<Location, 'container' | 'key'>, value: Json, settings: Settings): void {
  if (!Array.isArray(container)) return setField(container, key, value)
  if (key === '-') container.push(value)
  else container.splice(indexToAdd(key, container.length + 1, settings), 0, value)
}

function indexToAdd(key: string, places: number, settings: Settings): number {
  try {
    return listIndex(key, places, settings)
  } catch (error) {
    if (!(error instanceof PatchError) || !error.message.startsWith('strconv.')) throw error
    throw new PatchError(error.code, `value was not a proper array index: '${key}': ${error.message}`)
  }
}

/** Puts a value in place of the one that is there. Mutates. Throws `bad-index`. */
export function replaceAt({ container, key }: Location, value: Json, settings: Settings): void {
  if (Array.isArray(container)) container[listIndex(key, container.length, settings)] = value
  else setField(container, key, value)
}

/** Takes out what is there. Mutates. Throws `missing` and `bad-index`. */
export function removeAt({ container, key }: Location, settings: Settings): void {
  if (Array.isArray(container)) return removeItem(container, key, settings)
  if (Object.hasOwn(container, key)) delete container[key]
  else if (!settings.allowsMissingOnRemove) {
    const unable = settings.isVersion5 ? 'unable' : 'Unable'
    throw new PatchError('missing', `${unable} to remove nonexistent key: ${key}: missing value`)
  }
}

function removeItem(list: Json[], key: string, settings: Settings): void {
  try {
    list.splice(listIndex(key, list.length, settings), 1)
  } catch (error) {
    const isMissing = error instanceof PatchError && !error.message.startsWith('strconv.')
    if (!isMissing || !settings.allowsMissingOnRemove) throw error
  }
}
