import { PatchError } from '../error.ts'
import { fieldOf, isNull, type Json, newMap } from '../json.ts'
import { addAt, type Container, childOf, unescape, valueAt } from './container.ts'
import type { Settings } from './options.ts'

/** Most items that a made list may have. */
const MAX_MADE_ITEMS = 10_000

/**
 * Makes the maps and lists above a pointer that are not there (mutates the root): a list where the next part is a number
 * or `-`, filled with nulls up to it. Throws `bad-index` and `limit`.
 */
export function makePath(root: Container, pointer: string, settings: Settings): void {
  const parts = pointer.split('/').slice(1)
  let container = root
  for (const [at, part] of parts.slice(0, -1).entries()) {
    const child = childOf(container, unescape(part), settings)
    if (child === undefined) checkFree(container, unescape(part), settings)
    container = child ?? makeChild(container, part, parts[at + 1] ?? '', settings)
  }
}

/** Only null can make way for what is made. */
function checkFree(container: Container, key: string, settings: Settings): void {
  const value = Array.isArray(container) ? itemOf(container, key, settings) : fieldOf(container, key)
  if (value !== undefined && !isNull(value)) throw new PatchError('bad-patch', 'invalid state detected')
}

function itemOf(list: Json[], key: string, settings: Settings): Json | undefined {
  try {
    return valueAt({ container: list, key, isRoot: false }, settings)
  } catch (error) {
    if (error instanceof PatchError) return undefined
    throw error
  }
}

function makeChild(container: Container, part: string, next: string, settings: Settings): Container {
  if (Array.isArray(container) && isNumber(part)) pad(container, Number(part))
  const child: Container = isNumber(next) || next === '-' ? paddedList(next, settings) : newMap()
  addAt({ container, key: part }, child, settings)
  return child
}

function paddedList(next: string, settings: Settings): Json[] {
  const list: Json[] = []
  const index = next === '-' ? 0 : Number(next)
  if (index < 0 && !settings.allowsNegativeIndex) throw badIndex(`invalid index: ${index}`)
  if (index < -1) throw badIndex(`negative index other than -1: ${index}`)
  pad(list, index)
  return list
}

function pad(list: Json[], count: number): void {
  if (count > MAX_MADE_ITEMS) {
    throw new PatchError('limit', `index ${count} would make a list of more than ${MAX_MADE_ITEMS} items`)
  }
  while (list.length < count) list.push(null)
}

function isNumber(part: string): boolean {
  return /^[-+]?\d{1,18}$/.test(part)
}

function badIndex(what: string): PatchError {
  return new PatchError('bad-index', `Unable to ensure path for ${what}: invalid index referenced`)
}
