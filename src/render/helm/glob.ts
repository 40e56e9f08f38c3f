/** One step of a compiled glob. */
type Step =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any'; readonly crosses: boolean }
  | { readonly kind: 'one' }
  | { readonly kind: 'set'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'either'; readonly options: readonly (readonly Step[])[] }

const SEPARATOR = '/'
const MAX_DEPTH = 50

/** A pattern that cannot be compiled. */
export class GlobError extends Error {}

/**
 * Compiles a glob as `.Files.Glob` has it: `*` and `?` stay within a path segment, `**` does not, `[a-c]`, `[!abc]`,
 * `{a,b}`, and `\` takes the next character as it is. Matching takes time in proportion to pattern times text. Throws
 * `GlobError`. Source: github.com/gobwas/glob.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const reader = { characters: Array.from(pattern), at: 0, depth: 0 }
  const steps = readSteps(reader, false)
  return (text) => {
    const characters = Array.from(text)
    return advance(steps, new Set([0]), characters).has(characters.length)
  }
}

interface Reader {
  readonly characters: readonly string[]
  at: number
  depth: number
}

function readSteps(reader: Reader, isInBraces: boolean): Step[] {
  const steps: Step[] = []
  while (reader.at < reader.characters.length) {
    const character = reader.characters[reader.at] as string
    if (isInBraces && (character === ',' || character === '}')) return steps
    reader.at++
    steps.push(readStep(reader, character))
  }
  return steps
}

function readStep(reader: Reader, character: string): Step {
  if (character === '*') return { kind: 'any', crosses: readRun(reader) }
  if (character === '?') return { kind: 'one' }
  if (character === '[') return readSet(reader)
  if (character === '{') return readEither(reader)
  if (character === '\\' && reader.at < reader.characters.length) {
    return { kind: 'text', text: reader.characters[reader.at++] as string }
  }
  return { kind: 'text', text: character }
}

function readRun(reader: Reader): boolean {
  let crosses = false
  while (reader.characters[reader.at] === '*') {
    reader.at++
    crosses = true
  }
  return crosses
}

function readSet(reader: Reader): Step {
  const { characters } = reader
  const isNegated = characters[reader.at] === '!'
  if (isNegated) reader.at++
  const end = characters.indexOf(']', reader.at)
  if (end < 0) throw new GlobError('unclosed bracket')
  const body = characters.slice(reader.at, end)
  reader.at = end + 1
  if (body.length === 0) throw new GlobError('empty bracket')
  const [low, dash, high] = body as [string, string?, string?]
  if (body.length === 3 && dash === '-' && high !== undefined) {
    if (high < low) throw new GlobError('bad range')
    return { kind: 'set', accepts: (character) => (character >= low && character <= high) !== isNegated }
  }
  const members = new Set(body)
  return { kind: 'set', accepts: (character) => members.has(character) !== isNegated }
}

function readEither(reader: Reader): Step {
  if (++reader.depth > MAX_DEPTH) throw new GlobError('too many braces')
  const options: Step[][] = []
  for (;;) {
    options.push(readSteps(reader, true))
    // A brace that is never closed ends with the pattern.
    if (reader.characters[reader.at++] !== ',') break
  }
  reader.depth--
  return { kind: 'either', options }
}

/** All places behind a match of `steps` that starts at one of `starts`. */
function advance(steps: readonly Step[], starts: ReadonlySet<number>, text: readonly string[]): ReadonlySet<number> {
  let places = starts
  for (const step of steps) {
    if (places.size === 0) return places
    places = advanceStep(step, places, text)
  }
  return places
}

function advanceStep(step: Step, places: ReadonlySet<number>, text: readonly string[]): ReadonlySet<number> {
  if (step.kind === 'any') return advanceRun(step.crosses, places, text)
  const reached = new Set<number>()
  if (step.kind === 'either') {
    for (const option of step.options) for (const place of advance(option, places, text)) reached.add(place)
    return reached
  }
  for (const place of places) {
    const character = text[place]
    if (character !== undefined && accepts(step, character)) reached.add(place + 1)
  }
  return reached
}

function accepts(step: Exclude<Step, { kind: 'any' | 'either' }>, character: string): boolean {
  if (step.kind === 'text') return step.text === character
  if (step.kind === 'one') return character !== SEPARATOR
  return step.accepts(character)
}

function advanceRun(crosses: boolean, places: ReadonlySet<number>, text: readonly string[]): ReadonlySet<number> {
  const reached = new Set<number>()
  for (const start of places) {
    for (let at = start; at <= text.length && !reached.has(at); at++) {
      reached.add(at)
      if (!crosses && text[at] === SEPARATOR) break
    }
  }
  return reached
}
