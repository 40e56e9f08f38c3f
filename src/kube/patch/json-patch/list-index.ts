import { PatchError } from '../error.ts'
import type { Settings } from './options.ts'

/** Where an index points in a list of so many places; throws `bad-index` with the text of the Go library. */
export function listIndex(text: string, places: number, settings: Settings): number {
  const index = readInteger(text)
  const from = index < 0 ? index + places : index
  const isAllowed = index >= 0 || settings.allowsNegativeIndex
  if (isAllowed && from >= 0 && from < places) return from
  throw new PatchError('bad-index', `Unable to access invalid index: ${index}: invalid index referenced`, {
    hint: places === 0 ? 'the list is empty' : `the list has indexes 0 to ${places - 1}`,
  })
}

const INT64 = 2n ** 63n

/** Go's `strconv.Atoi`; throws `bad-index`. */
function readInteger(text: string): number {
  const quoted = JSON.stringify(text)
  if (!/^[-+]?\d+$/.test(text)) throw new PatchError('bad-index', `strconv.Atoi: parsing ${quoted}: invalid syntax`)
  const value = BigInt(text.replace(/^\+/, ''))
  if (value < INT64 && value >= -INT64) return Number(value)
  throw new PatchError('bad-index', `strconv.Atoi: parsing ${quoted}: value out of range`)
}
