const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const OPEN = new Set([0x7b, 0x5b])
const CLOSE = new Set([0x7d, 0x5d])
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d])

/** Where a value stands in a text: from `start` to before `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * The fields of the JSON object that begins at `start`, by name, without reading their values: a record is megabytes, and
 * lists want a few texts of it. Throws `Error` where the brackets do not match; other faults of skipped values stay unseen.
 */
export function fieldSpans(bytes: Buffer, start = 0): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>()
  let at = skipBlanks(bytes, start)
  if (bytes[at] !== 0x7b) throw broken(at)
  at = skipBlanks(bytes, at + 1)
  while (bytes[at] !== 0x7d) {
    const keyEnd = skipText(bytes, at)
    const name = JSON.parse(bytes.toString('utf8', at, keyEnd)) as string
    const colon = skipBlanks(bytes, keyEnd)
    if (bytes[colon] !== COLON) throw broken(colon)
    const valueStart = skipBlanks(bytes, colon + 1)
    const valueEnd = skipValue(bytes, valueStart)
    spans.set(name, { start: valueStart, end: valueEnd })
    at = skipBlanks(bytes, valueEnd)
    if (bytes[at] === COMMA) at = skipBlanks(bytes, at + 1)
    else if (bytes[at] !== 0x7d) throw broken(at)
  }
  return spans
}

/** The end of the value that begins at `start`. */
function skipValue(bytes: Buffer, start: number): number {
  const first = bytes[start] ?? 0
  if (first === QUOTE) return skipText(bytes, start)
  if (!OPEN.has(first)) return skipWord(bytes, start)
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) at = skipText(bytes, at) - 1
    else if (OPEN.has(byte)) depth++
    else if (CLOSE.has(byte) && --depth === 0) return at + 1
  }
  throw broken(bytes.length)
}

/** The end of the text whose first quote is at `start`. */
function skipText(bytes: Buffer, start: number): number {
  if (bytes[start] !== QUOTE) throw broken(start)
  for (let end = bytes.indexOf(QUOTE, start + 1); end > 0; end = bytes.indexOf(QUOTE, end + 1)) {
    let slashes = 0
    while (bytes[end - 1 - slashes] === BACKSLASH) slashes++
    if (slashes % 2 === 0) return end + 1
  }
  throw broken(bytes.length)
}

/** The end of a number, `true`, `false` or `null`. */
function skipWord(bytes: Buffer, start: number): number {
  let end = start
  while (end < bytes.length && bytes[end] !== COMMA && !CLOSE.has(bytes[end] ?? 0) && !BLANK.has(bytes[end] ?? 0)) end++
  if (end === start) throw broken(start)
  return end
}

function skipBlanks(bytes: Buffer, start: number): number {
  let at = start
  while (BLANK.has(bytes[at] ?? 0)) at++
  return at
}

function broken(at: number): Error {
  return new Error(`invalid character at byte ${at}`)
}
