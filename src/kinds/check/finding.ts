import type { Finding, Json } from '#kube'

/** Where checks put what they find. */
export type Findings = Finding[]

/**
 * So many findings tell what is wrong with an object: a hostile one could have some for every byte, and a text with all of
 * them would be many times as long as itself.
 */
const MOST = 1000

/** True when nothing more is noted: checks may stop. */
export function isFull(found: Findings): boolean {
  return found.length >= MOST
}

/** Notes a finding. */
export function add(found: Findings, finding: Finding): void {
  if (found.length < MOST) found.push(finding)
}

/** Something has to be there. */
export function addRequired(found: Findings, field: string, detail = ''): void {
  add(found, { field, type: 'required', detail })
}

/** A value is wrong, for each of the reasons. */
export function addInvalid(
  found: Findings,
  field: string,
  value: Json | undefined,
  ...details: readonly string[]
): void {
  for (const detail of details) add(found, { field, type: 'invalid', value: value ?? null, detail })
}

/** Something must not be there. */
export function addForbidden(found: Findings, field: string, detail: string): void {
  add(found, { field, type: 'forbidden', detail })
}

/** A value is there twice. */
export function addDuplicate(found: Findings, field: string, value: Json): void {
  add(found, { field, type: 'duplicate', value })
}

/** A reference leads to nothing. */
export function addNotFound(found: Findings, field: string, value: Json): void {
  add(found, { field, type: 'not-found', value })
}

/** A text has too many bytes. */
export function addTooLong(found: Findings, field: string, maxBytes: number): void {
  add(found, {
    field,
    type: 'too-long',
    detail: `may not be more than ${maxBytes} ${maxBytes === 1 ? 'byte' : 'bytes'}`,
  })
}

/** A list has too many items. */
export function addTooMany(found: Findings, field: string, { count, max }: { count: number; max: number }): void {
  const detail = `must have at most ${max} ${max === 1 ? 'item' : 'items'}`
  add(found, { field, type: 'too-many', value: count, detail })
}

/** A value is not one of the words. */
export function addUnsupported(found: Findings, field: string, value: Json, words: readonly string[]): void {
  const detail = words.length > 0 ? `supported values: ${words.map((word) => JSON.stringify(word)).join(', ')}` : ''
  add(found, { field, type: 'not-supported', value, detail })
}

/** A value has to be one of the words; missing, it is required. */
export function checkWord(found: Findings, field: string, value: string, words: readonly string[]): void {
  if (value === '') addRequired(found, field)
  else if (!words.includes(value)) addUnsupported(found, field, value, words)
}

/** The same where a missing value is fine. */
export function checkOptionalWord(found: Findings, field: string, value: string, words: readonly string[]): void {
  if (value !== '' && !words.includes(value)) addUnsupported(found, field, value, words)
}

/** A number must not be negative; missing is fine. */
export function checkNotNegative(found: Findings, field: string, value: number | undefined): void {
  if (value !== undefined && value < 0) addInvalid(found, field, value, 'must be greater than or equal to 0')
}

/** A field may not change. */
export function checkUnchanged(found: Findings, field: string, value: Json | undefined, isSame: boolean): void {
  if (!isSame) addInvalid(found, field, value, 'field is immutable')
}
