/** Why a pattern cannot be read; the text is Go's `filepath.ErrBadPattern`. */
export const badPattern = 'syntax error in pattern'

const star = 0x2a
const question = 0x3f
const open = 0x5b
const close = 0x5d
const backslash = 0x5c
const slash = 0x2f
const dash = 0x2d
const caret = 0x5e

interface Chunk {
  readonly afterStar: boolean
  readonly start: number
  readonly end: number
}

/**
 * Go's `filepath.Match` on slash-separated paths: `*`, `?` and classes stop at `/`, the whole name must match.
 * `undefined` means the pattern itself is malformed, found only as far as Go looks. Source: go path/filepath/match.go.
 */
export function matchPath(pattern: string, name: string): boolean | undefined {
  if (plain.test(pattern)) return pattern === name
  if (suffix.test(pattern)) return endsAs(name, pattern.slice(1))
  return matchChunks(pattern, name)
}

/** What most rules are made of: a name, or a star and an ending. */
const plain = /^[^*?[\\]*$/
const suffix = /^\*[^*?[\\]*$/

function endsAs(name: string, ending: string): boolean {
  return name.endsWith(ending) && !name.slice(0, name.length - ending.length).includes('/')
}

function matchChunks(pattern: string, name: string): boolean | undefined {
  let at = 0
  let from = 0
  while (at < pattern.length) {
    const chunk = nextChunk(pattern, at)
    at = chunk.end
    if (chunk.afterStar && chunk.start === chunk.end) return !name.includes('/', from)
    const next = matchFrom({ pattern, name }, chunk, from)
    if (next === undefined || next < 0) return next === undefined ? undefined : restIsSound(pattern, at)
    from = next
  }
  return from === name.length
}

function nextChunk(pattern: string, at: number): Chunk {
  let start = at
  while (pattern.charCodeAt(start) === star) start++
  let inClass = false
  let end = start
  for (; end < pattern.length; end++) {
    const c = pattern.charCodeAt(end)
    if (c === backslash) end += end + 1 < pattern.length ? 1 : 0
    else if (c === open) inClass = true
    else if (c === close) inClass = false
    else if (c === star && !inClass) break
  }
  return { afterStar: start > at, start, end }
}

interface Subject {
  readonly pattern: string
  readonly name: string
}

/** Where the name goes on after the chunk; -1 no match; undefined malformed. */
function matchFrom(subject: Subject, chunk: Chunk, from: number): number | undefined {
  const isLast = chunk.end === subject.pattern.length
  const first = matchChunk(subject, chunk, from)
  if (first === undefined) return undefined
  if (first >= 0 && (!isLast || first === subject.name.length)) return first
  if (!chunk.afterStar) return -1
  for (let i = from; i < subject.name.length && subject.name.charCodeAt(i) !== slash; i++) {
    const next = matchChunk(subject, chunk, i + 1)
    if (next === undefined) return undefined
    if (next >= 0 && (!isLast || next === subject.name.length)) return next
  }
  return -1
}

/** After a mismatch Go still checks the remaining pattern for errors. */
function restIsSound(pattern: string, from: number): false | undefined {
  let at = from
  while (at < pattern.length) {
    const chunk = nextChunk(pattern, at)
    at = chunk.end
    if (matchChunk({ pattern, name: '' }, chunk, 0) === undefined) return undefined
  }
  return false
}

function matchChunk({ pattern, name }: Subject, chunk: Chunk, from: number): number | undefined {
  let at = from
  let failed = false
  for (let i = chunk.start; i < chunk.end; ) {
    failed ||= at >= name.length
    const c = pattern.charCodeAt(i)
    if (c === open) {
      const found = matchClass(pattern, i + 1, failed ? -1 : codePoint(name, at))
      if (found === undefined) return undefined
      if (!failed) at += width(name, at)
      failed ||= !found.matched
      i = found.next
      continue
    }
    if (c === question) {
      failed ||= name.charCodeAt(at) === slash
      at += width(name, at)
      i++
      continue
    }
    if (c === backslash && ++i >= chunk.end) return undefined
    failed ||= pattern.charCodeAt(i) !== name.charCodeAt(at)
    at++
    i++
  }
  return failed ? -1 : at
}

function matchClass(pattern: string, from: number, code: number): { matched: boolean; next: number } | undefined {
  let i = from
  const isNegated = pattern.charCodeAt(i) === caret
  if (isNegated) i++
  let matched = false
  for (let ranges = 0; ; ranges++) {
    if (pattern.charCodeAt(i) === close && ranges > 0) return { matched: matched !== isNegated, next: i + 1 }
    const low = classChar(pattern, i)
    if (low === undefined) return undefined
    i = low.next
    let high = low
    if (pattern.charCodeAt(i) === dash) {
      const upper = classChar(pattern, i + 1)
      if (upper === undefined) return undefined
      high = upper
      i = upper.next
    }
    if (low.code <= code && code <= high.code) matched = true
  }
}

function classChar(pattern: string, from: number): { code: number; next: number } | undefined {
  let i = from
  const c = pattern.charCodeAt(i)
  if (i >= pattern.length || c === dash || c === close) return undefined
  if (c === backslash && ++i >= pattern.length) return undefined
  const next = i + width(pattern, i)
  return next >= pattern.length ? undefined : { code: codePoint(pattern, i), next }
}

function codePoint(text: string, at: number): number {
  return text.codePointAt(at) ?? -1
}

function width(text: string, at: number): number {
  return codePoint(text, at) > 0xffff ? 2 : 1
}
