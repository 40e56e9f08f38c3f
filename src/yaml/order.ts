const LETTER = /\p{L}/u
const DIGIT = /\p{Nd}/u

/** Go-yaml v2's order of string keys: runs of digits by value, other characters before letters. */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  let index = 0
  while (index < shared && a.charCodeAt(index) === b.charCodeAt(index)) index++
  if (index === shared) return a.length - b.length
  const left = a.charCodeAt(index)
  const right = b.charCodeAt(index)
  if (left > 127 || right > 127) return compareRunes(runes(a), runes(b))
  if (isAsciiLetter(left) && isAsciiLetter(right)) return left - right
  if (isAsciiLetter(left) || isAsciiLetter(right)) return isAsciiLetter(right) ? -1 : 1
  if (!isAsciiDigit(left) && !isAsciiDigit(right)) return left - right
  return compareShortNumbers(a, b, index) ?? compareRunes(runes(a), runes(b))
}

/** Longer runs of digits wrap as Go's integers do. */
const MAX_SHORT = 15

/** Compares the runs of ASCII digits at `index`, where the texts differ; undefined where it takes more than that. */
function compareShortNumbers(a: string, b: string, index: number): number | undefined {
  const left = asciiDigitsEnd(a, index)
  const right = asciiDigitsEnd(b, index)
  if (left - index > MAX_SHORT || right - index > MAX_SHORT) return undefined
  if (a.charCodeAt(left) > 127 || b.charCodeAt(right) > 127) return undefined
  const startsZero = a.charCodeAt(index) === 48 || b.charCodeAt(index) === 48
  if (startsZero && index > 0 && !isPlainBefore(a.charCodeAt(index - 1))) return undefined
  return (
    Number(a.slice(index, left)) - Number(b.slice(index, right)) ||
    left - right ||
    a.charCodeAt(index) - b.charCodeAt(index)
  )
}

function asciiDigitsEnd(text: string, start: number): number {
  let end = start
  while (isAsciiDigit(text.charCodeAt(end))) end++
  return end
}

/** Whether a character can have nothing to do with the number behind it. */
function isPlainBefore(code: number): boolean {
  return code < 128 && !isAsciiDigit(code)
}

/** Go-yaml v3's order: as v2's, but behind a common digit a letter comes before other characters. */
export function compareKeysV3(a: string, b: string): number {
  const left = runes(a)
  const right = runes(b)
  const shared = Math.min(left.length, right.length)
  let index = 0
  while (index < shared && left[index] === right[index]) index++
  if (index === shared || index === 0 || !isDigit(left[index - 1])) return compareKeys(a, b)
  const leftLetter = isLetter(left[index] as number)
  return leftLetter === isLetter(right[index] as number) ? compareKeys(a, b) : leftLetter ? -1 : 1
}

function runes(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number)
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isAsciiDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isLetter(code: number): boolean {
  return code < 128 ? isAsciiLetter(code) : LETTER.test(String.fromCodePoint(code))
}

function isDigit(code: number | undefined): boolean {
  if (code === undefined) return false
  return code < 128 ? isAsciiDigit(code) : DIGIT.test(String.fromCodePoint(code))
}

function compareRunes(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length)
  let index = 0
  while (index < shared && a[index] === b[index]) index++
  if (index === shared) return a.length - b.length
  const left = a[index] as number
  const right = b[index] as number
  const leftLetter = isLetter(left)
  const rightLetter = isLetter(right)
  if (leftLetter && rightLetter) return left - right
  if (leftLetter || rightLetter) return rightLetter ? -1 : 1
  return compareNumbers(a, b, index) || left - right
}

/** Compares the runs of digits at `index`; a zero there counts inside a number that has begun before. */
function compareNumbers(a: readonly number[], b: readonly number[], index: number): number {
  const isInside = (a[index] === 48 || b[index] === 48) && followsNonZero(a, index)
  const left = digitRun(a, index, isInside)
  const right = digitRun(b, index, isInside)
  if (left.value !== right.value) return left.value < right.value ? -1 : 1
  return left.end - right.end
}

function followsNonZero(text: readonly number[], index: number): boolean {
  for (let at = index - 1; at >= 0 && isDigit(text[at]); at--) if (text[at] !== 48) return true
  return false
}

/** Value (as int64, wrapping as Go's does) and end of a run of digits. */
function digitRun(text: readonly number[], start: number, isInside: boolean): { value: bigint; end: number } {
  let value = isInside ? 1n : 0n
  let end = start
  for (; isDigit(text[end]); end++) value = BigInt.asIntN(64, value * 10n + BigInt((text[end] as number) - 48))
  return { value, end }
}
