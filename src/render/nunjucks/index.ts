/**
 * Renders nunjucks templates that nobody vouches for: charts with `engine: nunjucks`, and OAM definitions. Texts and
 * plain data go in, texts or errors with a place come out. No template can reach the program, a file or the network, and
 * none runs or grows beyond its limits.
 *
 * Four walls, each enough for most attacks: A `grammar.ts` lets listed syntax through and turns it into data, never code;
 * B `realm/lookups.ts` reads own properties of plain data only; C `realm/source.ts` interprets in a closed context with
 * code from strings off; D `thread.ts` and the counters in the realm bound time, steps, memory and output.
 *
 * Differences from stock nunjucks: no include, import, extends, block, call, filter block with a call, or regular
 * expression; `a if b` without else is undefined; no escaping for HTML; in text mode nothing and null print as nothing,
 * lists and mappings as JSON; `indent` is nunjucks' (first line untouched), `nindent` is Helm's.
 */
import { NunjucksError } from './error.ts'
import { toProgram } from './grammar.ts'
import { loadParser } from './library.ts'
import { DEFAULT_LIMITS, type NunjucksLimits, type Step } from './program.ts'
import { type After, Thread } from './thread.ts'

export { NunjucksError } from './error.ts'
export type { NunjucksLimits } from './program.ts'
export type { After } from './thread.ts'

/** A template and what it may see. */
export interface NunjucksRequest {
  /** Path, for messages. */
  readonly name: string
  readonly text: string
  /** Names at the top: `Values`, `Chart`, `Release`, `Capabilities`. Goes through JSON. */
  readonly context: Readonly<Record<string, unknown>>
}

/** How to render. */
export interface NunjucksOptions {
  readonly limits?: Partial<NunjucksLimits>
  /** `text` prints values as text (charts), `json` as one JSON value each (definitions). */
  readonly mode: 'text' | 'json'
  /** A timer: kills a thread that does not stop by itself. */
  readonly after: After
}

/** What became of one request; results stand in the order of the requests. */
export type NunjucksResult =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly error: NunjucksError }

/** Renders templates one after another in one guarded thread, which ends with the call. Throws nothing. */
export async function renderNunjucks(
  requests: readonly NunjucksRequest[],
  options: NunjucksOptions,
): Promise<NunjucksResult[]> {
  const limits: NunjucksLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const thread = new Thread(limits, options.after)
  if (requests.length > 0) thread.start()
  const results: NunjucksResult[] = []
  try {
    for (const request of requests) results.push(await renderOne(request, { thread, limits, mode: options.mode }))
  } finally {
    await thread.close()
  }
  return results
}

interface Rendering {
  readonly thread: Thread
  readonly limits: NunjucksLimits
  readonly mode: 'text' | 'json'
}

async function renderOne(request: NunjucksRequest, { thread, limits, mode }: Rendering): Promise<NunjucksResult> {
  const { name } = request
  try {
    const program = await compile(request, limits)
    const input = JSON.stringify({ program, data: request.context, options: { limits, mode } })
    return { name, text: readOutput(name, await thread.run(input), limits) }
  } catch (error) {
    if (error instanceof NunjucksError) return { name, error }
    const reason = error instanceof Error ? error.message : String(error)
    return { name, error: new NunjucksError('render', name, { reason }) }
  }
}

/** The parser trims such runs in quadratic time. */
const LONG_BLANK = /\s{2001}/

interface ParseError {
  readonly lineno?: number
  readonly colno?: number
}

async function compile({ name, text }: NunjucksRequest, limits: NunjucksLimits): Promise<Step> {
  if (text.length > limits.templateBytes || Buffer.byteLength(text) > limits.templateBytes) {
    throw new NunjucksError('limit', name, { reason: `template longer than ${limits.templateBytes} bytes` })
  }
  if (LONG_BLANK.test(text)) throw new NunjucksError('limit', name, { reason: 'more than 2000 blanks in a row' })
  const parse = await loadParser()
  try {
    return toProgram(parse(text), name, limits)
  } catch (error) {
    if (error instanceof NunjucksError) throw error
    if (error instanceof RangeError) throw new NunjucksError('limit', name, { reason: 'nested too deep' })
    throw new NunjucksError('syntax', name, syntaxProblem(error))
  }
}

/** The parser's message without its own `(unknown path) [Line 1, Column 2]` in front. */
function syntaxProblem(error: unknown): { reason: string; line?: number; column?: number } {
  const message = error instanceof Error ? error.message : String(error)
  const reason = (message.split('\n').at(-1) ?? message).trim()
  const { lineno, colno } = (error ?? {}) as ParseError
  return typeof lineno === 'number' && typeof colno === 'number' ? { reason, line: lineno, column: colno } : { reason }
}

interface Output {
  readonly text?: string
  readonly reason?: string
  readonly line?: number
  readonly column?: number
  readonly isLimit?: boolean
}

function readOutput(name: string, output: string | undefined, limits: NunjucksLimits): string {
  if (output === undefined) {
    throw new NunjucksError('killed', name, {
      reason: `stopped: more than ${limits.heapMb} MiB or ${limits.timeMs} ms`,
    })
  }
  const { text, reason = 'no output', line, column, isLimit } = JSON.parse(output) as Output
  if (text !== undefined) return text
  const place = line !== undefined && column !== undefined && line > 0 ? { line, column } : {}
  throw new NunjucksError(isLimit === true ? 'limit' : 'render', name, { reason, ...place })
}
