import { isUtf8 } from 'node:buffer'
import { KustomizeError } from '../error.ts'

/** Longest line, in bytes with its line break, that the reference reads; it ends the file silently before a longer one. */
const MAX_LINE_BYTES = 64 * 1024
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** The entries of an env file, one a line: `key=value`, `key` for an empty value, `#` for a comment. Throws `bad-value`. */
export function readEnvironment(data: Uint8Array): { key: string; value: string }[] {
  const entries: { key: string; value: string }[] = []
  let isFirst = true
  for (const line of linesOf(data)) {
    const entry = readLine(line, isFirst)
    if (entry !== undefined) entries.push(entry)
    isFirst = false
  }
  return entries
}

function* linesOf(data: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < data.length; ) {
    const end = data.indexOf(LINE_FEED, start)
    const stop = end < 0 ? data.length : end
    if (stop - start >= MAX_LINE_BYTES) return
    const hasReturn = stop > start && data[stop - 1] === CARRIAGE_RETURN
    yield data.subarray(start, hasReturn ? stop - 1 : stop)
    start = stop + 1
  }
}

function readLine(line: Uint8Array, isFirst: boolean): { key: string; value: string } | undefined {
  if (!isUtf8(line)) {
    const message = `line [${line.join(' ')}] has invalid utf8 bytes : ${Buffer.from(line).toString('utf8')}`
    throw new KustomizeError({ code: 'bad-value', message })
  }
  const text = Buffer.from(line.buffer, line.byteOffset, line.length).toString('utf8')
  const trimmed = trimStart(isFirst ? text.replace(/^\ufeff/, '') : text)
  if (trimmed === '' || trimmed.startsWith('#')) return undefined
  const equals = trimmed.indexOf('=')
  if (equals === 0) return undefined
  return equals < 0 ? { key: trimmed, value: '' } : { key: trimmed.slice(0, equals), value: trimmed.slice(equals + 1) }
}

// Go's white space; JavaScript's has the byte order mark too, and lacks U+0085.
function trimStart(text: string): string {
  return text.replace(/^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/, '')
}
