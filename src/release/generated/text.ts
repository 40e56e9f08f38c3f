/** Longest text that is looked into line by line, in UTF-16 units. */
const MAX_LENGTH = 1_000_000

/**
 * Whether `kept` is what `one` and `other` are, two texts that differ only in what was generated: what both share on a line
 * is on the same line of `kept`. Base64 is looked into.
 */
export function isSameBut(kept: string, one: string, other: string): boolean {
  const [lines, lefts, rights] = readable([kept, one, other]).texts.map(linesOf) as [Lines, Lines, Lines]
  if (lefts.length !== rights.length) return true
  return lines.length === lefts.length && lines.every((line, at) => fits(line, lefts[at] ?? '', rights[at] ?? ''))
}

/** States of a text that changes. */
export interface TextStates {
  readonly now: string
  /** With other chance. */
  readonly other: string
  /** With the last values. */
  readonly asBefore: string
  readonly before: string
  /** With these values and with the last ones, both with chance that is the same wherever it is asked. */
  readonly steady?: readonly [now: string, asBefore: string] | undefined
}

/** A generated part, and what stood in its place before. */
type Pair = readonly [one: string, kept: string]

/** A text with lines of before in it. */
interface KeptLines {
  readonly text: string
  readonly pairs: readonly Pair[]
}

/**
 * A text that changes, with the lines in it kept that are generated and do not change for any other reason. Where lines were
 * added or went, a line is known by what stands around its generated part.
 */
export function withKeptLines(states: TextStates): KeptLines {
  const unchanged = { text: states.now, pairs: [] }
  const { now, other, asBefore, before, steady = [] } = states
  const { texts, isEncoded } = readable([now, other, asBefore, before, ...steady])
  const [lines = [], others = [], olds = [], kept = [], steadies, steadyOlds = []] = texts.map(linesOf)
  if (others.length !== lines.length || texts.some(isLong)) return unchanged
  const pairs: Pair[] = []
  const result = lines.map((line, at) => {
    const twin = { line, other: others[at] ?? '', at, count: lines.length }
    if (line === twin.other) return line
    const isSteady = steadies?.length === lines.length && lineLike(twin, steadyOlds) === steadies[at]
    if (!isSteady && lineLike(twin, olds) !== line) return line
    const old = lineLike(twin, kept)
    if (old === undefined) return line
    pairs.push(...partPairs(old, line, twin.other))
    return old
  })
  const text = result.join('\n')
  if (pairs.length === 0 || text.includes('-----BEGIN ')) return unchanged
  return { text: isEncoded ? Buffer.from(text, 'utf8').toString('base64') : text, pairs }
}

function isLong(text: string): boolean {
  return text.length > MAX_LENGTH
}

interface LineTwin {
  readonly line: string
  readonly other: string
  readonly at: number
  readonly count: number
}

/** Fewer units around a generated part than that name no line. */
const MIN_AROUND = 3

/** The line of another state of the text: at the same place, or the only one that has the same around its generated part. */
function lineLike({ line, other, at, count }: LineTwin, lines: Lines): string | undefined {
  const same = lines.length === count ? lines[at] : undefined
  if (same !== undefined && fits(same, line, other)) return same
  const [start, end] = shared(line, other)
  if (start + end < MIN_AROUND) return undefined
  const found = lines.filter((one) => fits(one, line, other))
  return found.length === 1 ? found[0] : undefined
}

/** Whether a text, or what is behind its base64, holds a key or certificate. */
export function isPem(text: string): boolean {
  return innerText(text).includes('-----BEGIN ')
}

/** The text behind base64; the text itself where there is none behind it. */
export function innerText(text: string): string {
  return decodeText(text) ?? text
}

/** The parts of a kept text that stand where two others differ: pairs of what `one` has there and what `kept` has. */
export function generatedPairs(kept: string, one: string, other: string): readonly Pair[] {
  const { texts, isEncoded } = readable([kept, one, other])
  const [text = '', left = ''] = texts
  const [lines, lefts, rights] = texts.map(linesOf) as [Lines, Lines, Lines]
  const whole: readonly Pair[] = isEncoded ? [[one, kept]] : []
  const isAligned = lines.length === lefts.length && lefts.length === rights.length
  const parts = isAligned ? lines.flatMap((line, at) => partPairs(line, lefts[at] ?? '', rights[at] ?? '')) : []
  return [...whole, [left, text], ...parts]
}

function partPairs(kept: string, one: string, other: string): readonly Pair[] {
  if (one === other) return []
  const [start, end] = shared(one, other)
  return [[one.slice(start, one.length - end), kept.slice(start, kept.length - end)]]
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

/** Texts as they are looked into: what is behind their base64 where all of them are that. */
function readable(texts: readonly string[]): { readonly texts: readonly string[]; readonly isEncoded: boolean } {
  const inner = texts.map(decodeText).filter((text) => text !== undefined)
  return inner.length === texts.length ? { texts: inner, isEncoded: true } : { texts, isEncoded: false }
}

/** The text behind base64; undefined where it is none, or holds no text. */
function decodeText(text: string): string | undefined {
  if (text.length < 4 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  const inner = Buffer.from(text, 'base64').toString('utf8')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what holds them is no text
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(inner) ? undefined : inner
}

type Lines = readonly string[]

/** Lines, with each PEM block as one of them: its length is as much by chance as what it holds. */
function linesOf(text: string): Lines {
  return text.replaceAll(PEM, (block) => block.replaceAll(/\s+/g, '')).split('\n')
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
