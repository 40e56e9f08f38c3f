import { PatchError } from '../error.ts'
import { copyOf, fieldOf, isMap, isNull, type Json, sameJson } from '../json.ts'
import { MAX_COPIED_VALUES } from '../limit.ts'
import { measure } from '../measure.ts'
import { addAt, type Location, locate, removeAt, replaceAt, valueAt } from './container.ts'
import { makePath } from './make-path.ts'
import { notReadable, type Operation, pointerOf } from './operation.ts'
import type { Run } from './run.ts'

/** Adds the value at the path. */
export function add(operation: Operation, run: Run): void {
  const path = decoded(operation, 'path', 'add operation failed to decode path: missing value')
  const value = valueOf(operation)
  if (path === '' && run.settings.isVersion5) return replaceRoot(value, run)
  if (run.settings.makesPath) makePath(run.root, path, run.settings)
  const place = placeOf(path, run, `add operation does not apply: doc is missing path: "${path}"`)
  prefixed(`error in add for path: '${path}'`, () => addAt(place, value, run.settings))
}

/** Takes out what is at the path. */
export function remove(operation: Operation, run: Run): void {
  const path = decoded(operation, 'path', 'remove operation failed to decode path: missing value')
  const place = locate(run.root, path, run.settings)
  if (place === undefined && run.settings.allowsMissingOnRemove) return
  if (place === undefined) throw missing(`remove operation does not apply: doc is missing path: "${path}"`)
  prefixed(`error in remove for path: '${path}'`, () => removeAt(place, run.settings))
}

/** Puts the value in place of what is at the path; version 4 also where a map has nothing there. */
export function replace(operation: Operation, run: Run): void {
  const path = prefixed('replace operation failed to decode path', () => pointerOf(operation, 'path'))
  const value = valueOf(operation)
  if (path === '') return replaceRoot(value, run)
  const place = placeOf(path, run, `replace operation does not apply: doc is missing path: ${path}`)
  try {
    valueAt(place, run.settings)
  } catch {
    throw missing(`replace operation does not apply: doc is missing key: ${path}`)
  }
  prefixed(`error in remove for path: '${path}'`, () => replaceAt(place, value, run.settings))
}

/** Moves what is at `from` to the path. */
export function move(operation: Operation, run: Run): void {
  const { settings } = run
  const from = prefixed('move operation failed to decode from', () => pointerOf(operation, 'from'))
  if (from === '' && settings.isVersion5) {
    throw new PatchError('bad-patch', 'unable to move entire document to another path: invalid state detected')
  }
  const source = placeOf(from, run, `move operation does not apply: doc is missing from path: ${from}`)
  const value = prefixed(`error in move for path: '${source.key}'`, () => {
    const found = valueAt(source, settings)
    removeAt(source, settings)
    return found
  })
  const path = prefixed('move operation failed to decode path', () => pointerOf(operation, 'path'))
  const place = placeOf(path, run, `move operation does not apply: doc is missing destination path: ${path}`)
  prefixed(`error in move for path: '${path}'`, () => addAt(place, value ?? null, settings))
}

/** Copies what is at `from` to the path; version 4 copies what is not there as null. */
export function copy(operation: Operation, run: Run): void {
  const { settings } = run
  const from = prefixed('copy operation failed to decode from', () => pointerOf(operation, 'from'))
  const quoted = settings.isVersion5 ? `"${from}"` : from
  const source = placeOf(from, run, `copy operation does not apply: doc is missing from path: ${quoted}`)
  const value = prefixed(`error in copy for from: '${from}'`, () => valueAt(source, settings))
  const path = decoded(operation, 'path', 'copy operation failed to decode path: missing value')
  const place = placeOf(path, run, `copy operation does not apply: doc is missing destination path: ${path}`)
  checkCopy(value ?? null, run)
  prefixed('error while adding value during copy', () => addAt(place, copyOf(value ?? null), settings))
}

/** Fails unless what is at the path equals the value. */
export function test(operation: Operation, run: Run): void {
  const path = prefixed('test operation failed to decode path', () => pointerOf(operation, 'path'))
  const failed = new PatchError('test-failed', `testing value ${path} failed: test failed`)
  const expected = fieldOf(operation, 'value')
  if (path === '') {
    if (expected === undefined || !sameJson(run.root, expected)) throw failed
    return
  }
  const place = placeOf(path, run, `test operation does not apply: is missing path: ${path}`)
  const found = prefixed(`error in test for path: '${path}'`, () => valueToTest(place, run))
  const isSame = found === undefined || isNull(found) ? isNullOrMissing(expected) : sameJson(found, expected)
  if (!isSame) throw failed
}

function isNullOrMissing(value: Json | undefined): boolean {
  return value === undefined || isNull(value)
}

function valueToTest(place: Location, { settings }: Run): Json | undefined {
  const isMissingKey = isMap(place.container) && place.key !== '' && !Object.hasOwn(place.container, place.key)
  return isMissingKey ? undefined : valueAt(place, settings)
}

/** Only a map or a list can be the document; version 4 passes over anything else. */
function replaceRoot(value: Json, run: Run): void {
  if (isMap(value) || Array.isArray(value)) run.root = value
  else if (run.settings.isVersion5) throw notReadable(value, 'map[string]*jsonpatch.lazyNode')
}

function valueOf(operation: Operation): Json {
  return copyOf(fieldOf(operation, 'value') ?? null)
}

function checkCopy(value: Json, run: Run): void {
  const { values, bytes } = measure(value)
  run.copiedValues += values
  if (run.copiedValues > MAX_COPIED_VALUES) {
    throw new PatchError('limit', `copy operations would add more than ${MAX_COPIED_VALUES} values`)
  }
  const limit = run.settings.maxCopyBytes
  if (limit === 0) return
  run.copiedBytes += bytes
  if (run.copiedBytes <= limit) return
  const text = 'Unable to complete the copy, the accumulated size increase of copy is'
  throw new PatchError('limit', `${text} ${run.copiedBytes}, exceeding the limit ${limit}`)
}

function placeOf(pointer: string, run: Run, problem: string): Location {
  const place = locate(run.root, pointer, run.settings)
  if (place === undefined) throw missing(problem)
  return place
}

function missing(problem: string): PatchError {
  return new PatchError('missing', `${problem}: missing value`)
}

/** The pointer, or this very text where there is none. */
function decoded(operation: Operation, field: 'path' | 'from', problem: string): string {
  const pointer = fieldOf(operation, field)
  if (typeof pointer === 'string') return pointer
  throw new PatchError('bad-patch', problem)
}

function prefixed<T>(prefix: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    throw new PatchError(
      error.code,
      `${prefix}: ${error.message}`,
      error.hint === undefined ? {} : { hint: error.hint },
    )
  }
}
