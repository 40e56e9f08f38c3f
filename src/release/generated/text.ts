/** Longest text that is looked into line by line, in UTF-16 units. */
const MAX_LENGTH = 1_000_000

/**
 * Whether `kept` is what `one` and `other` are, two texts that differ only in what was generated: what both share on a line
 * is on the same line of `kept`. Base64 is looked into.
 */
export function isSameBut(kept: string, one: string, other: string): boolean {
  const inner = [kept, one, other].map(decodeText)
  const [text, left, right] = inner.every((part) => part !== undefined) ? (inner as string[]) : [kept, one, other]
  const [lines, lefts, rights] = [linesOf(text), linesOf(left), linesOf(right)]
  if (lefts.length !== rights.length) return true
  return lines.length === lefts.length && lines.every((line, at) => fits(line, lefts[at] ?? '', rights[at] ?? ''))
}

/** States of a text that changes: as it is now, with other chance, with the last values, and as it was kept. */
export interface TextStates {
  readonly now: string
  readonly other: string
  readonly asBefore: string
  readonly before: string
}

/** A text that changes, with the lines in it kept that are generated and do not change for any other reason. */
export function withKeptLines({ now, other, asBefore, before }: TextStates): string {
  const inner = [now, other, asBefore, before].map(decodeText)
  const isEncoded = inner.every((part) => part !== undefined)
  const [lines, others, olds, kept] = (isEncoded ? inner : [now, other, asBefore, before]).map(linesOf)
  if (lines === undefined || others?.length !== lines.length || olds?.length !== lines.length) return now
  if (kept?.length !== lines.length) return now
  const text = lines
    .map((line, at) => {
      const [b, c, old] = [others[at] ?? '', olds[at] ?? '', kept[at] ?? '']
      return line !== b && line === c && fits(old, line, b) ? old : line
    })
    .join('\n')
  if (text.includes('-----BEGIN ')) return now
  return isEncoded ? Buffer.from(text, 'utf8').toString('base64') : text
}

/** Whether a text, or what is behind its base64, holds a key or certificate. */
export function isPem(text: string): boolean {
  return (decodeText(text) ?? text).includes('-----BEGIN ')
}

/** The parts of a kept text that stand where two others differ: pairs of what `one` has there and what `kept` has. */
export function generatedPairs(kept: string, one: string, other: string): readonly (readonly [string, string])[] {
  const inner = [kept, one, other].map(decodeText)
  const isEncoded = inner.every((part) => part !== undefined)
  const [text, left, right] = isEncoded ? (inner as string[]) : [kept, one, other]
  const [lines, lefts, rights] = [linesOf(text), linesOf(left), linesOf(right)]
  const whole: readonly (readonly [string, string])[] = isEncoded ? [[one, kept]] : []
  if (lines.length !== lefts.length || lefts.length !== rights.length) return [...whole, [left ?? '', text ?? '']]
  const parts = lines.flatMap((line, at) => {
    const [a, b] = [lefts[at] ?? '', rights[at] ?? '']
    if (a === b) return []
    const [start, end] = shared(a, b)
    return [[a.slice(start, a.length - end), line.slice(start, line.length - end)] as const]
  })
  return [...whole, [left ?? '', text ?? ''], ...parts]
}

/** Shortest generated part that is looked for elsewhere. */
const MIN_PART = 6

/** The text with generated parts in it replaced; base64 is looked into. */
export function withParts(text: string, pairs: ReadonlyMap<string, string>): string {
  const whole = text.length < MIN_PART ? undefined : pairs.get(text)
  if (whole !== undefined) return whole
  const inner = decodeText(text)
  if (inner !== undefined) {
    const changed = replaceAll(inner, pairs)
    if (changed !== inner) return Buffer.from(changed, 'utf8').toString('base64')
  }
  return replaceAll(text, pairs)
}

function replaceAll(text: string, pairs: ReadonlyMap<string, string>): string {
  if (text.length > MAX_LENGTH) return text
  let changed = text
  for (const [one, kept] of pairs) if (one.length >= MIN_PART) changed = changed.replaceAll(one, () => kept)
  return changed
}

/** The text behind base64; undefined where it is none, or holds no text. */
function decodeText(text: string | undefined): string | undefined {
  if (text === undefined || text.length < 4 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    return undefined
  const bytes = Buffer.from(text, 'base64')
  const inner = bytes.toString('utf8')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what holds them is no text
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(inner) ? undefined : inner
}

/** Lines, with each PEM block as one of them: its length is as much by chance as what it holds. */
function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '').replaceAll(PEM, (block) => block.replaceAll(/\s+/g, '')).split('\n')
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g

function fits(line: string, one: string, other: string): boolean {
  if (one === other) return line === one
  const [start, end] = shared(one, other)
  return (
    line.length >= start + end &&
    line.startsWith(one.slice(0, start)) &&
    line.endsWith(one.slice(one.length - end, one.length))
  )
}

/** How many units two texts share at their beginning and at their end. Letters of a generated word may be equal by chance. */
function shared(one: string, other: string): readonly [start: number, end: number] {
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start++
  while (start > 0 && isWord(one[start - 1]) && start < most) start--
  let end = 0
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++
  // Base64 ends in as many signs as chance wants.
  while (end > 0 && (one[one.length - end] === '=' || isWord(one[one.length - end]))) end--
  return [start, end]
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /[A-Za-z0-9+/_]/.test(letter)
}
