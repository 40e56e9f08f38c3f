import { compareStrings } from './bytes.ts'
import type { GoMap } from './value.ts'

/** Characters whose order in UTF-16 is not their order in UTF-8. */
const DISORDERED = /[\ud800-\uffff]/

/** The keys of a map in the order in which Go ranges over it and prints it: by bytes. */
export function sortedKeys(map: GoMap): string[] {
  const keys = [...map.keys()].sort()
  for (const key of keys) if (DISORDERED.test(key)) return keys.sort(compareStrings)
  return keys
}
