import { quoteGo, TemplateError } from '#template'
import { RenderError } from './error.ts'
import type { Compat } from './options.ts'

const START = 'HELM_ERR_START'
const END = 'HELM_ERR_END'

/** Marks a text from `fail` or `required`, which the user shall see without Go's wrapping. */
export function marked(text: string): string {
  return `${START}${text}${END}`
}

/** A template that does not parse, as Helm says it. Source: pkg/engine/engine.go `cleanupParseError`. */
export function parseFailure(file: string, error: TemplateError): RenderError {
  const tokens = error.message.split(': ')
  const message =
    tokens.length === 1
      ? `parse error in (${file}): ${error.message}`
      : `parse error at (${tokens[1]}): ${tokens.at(-1)}`
  return new RenderError({ code: 'template-parse', message, position: error.position, cause: error })
}

/** A template that stopped while running, as Helm says it. Source: pkg/engine/engine.go `reformatExecErrorMsg`. */
export function executionFailure(file: string, error: TemplateError, compat: Compat): RenderError {
  const code = error.code === 'budget' ? 'budget' : 'template'
  return new RenderError({ code, message: executionText(file, error, compat), position: error.position, cause: error })
}

function executionText(file: string, error: TemplateError, compat: Compat): string {
  const tokens = splitThree(error.message)
  if (tokens === undefined) return `execution error in (${file}): ${error.message}`
  const [, location, rest] = tokens
  const start = rest.indexOf(START)
  const end = rest.lastIndexOf(END)
  if (start >= 0 && end >= start) return `execution error at (${location}): ${rest.slice(start + START.length, end)}`
  return compat === 'helm3' ? oldWording(error.message) : (traceText(error) ?? error.message)
}

/** Helm 3's Go named no types here. */
function oldWording(message: string): string {
  return message.replace(/(: incompatible types for comparison): [^:]*$/, '$1')
}

function splitThree(text: string): readonly [string, string, string] | undefined {
  const first = text.indexOf(': ')
  const second = first < 0 ? -1 : text.indexOf(': ', first + 2)
  if (second < 0) return undefined
  return [text.slice(0, first), text.slice(first + 2, second), text.slice(second + 2)]
}

/** The chain of errors on lines of their own; undefined when one of them has another form than Go's. */
function traceText(error: TemplateError): string | undefined {
  const traces: string[] = []
  let current: unknown = error
  while (current !== undefined) {
    const trace = current instanceof TemplateError ? traceOf(current.message) : undefined
    if (trace === undefined) return undefined
    if (traces.at(-1) !== trace) traces.push(trace)
    current = (current as TemplateError).cause
  }
  return traces.join('').trim()
}

const PREFIX = 'template: '

function traceOf(message: string): string | undefined {
  if (!message.startsWith(PREFIX)) return undefined
  const rest = message.slice(PREFIX.length)
  if (rest.startsWith('no template ')) return `${message}\n`
  return executingTrace(rest) ?? simpleTrace(rest)
}

const EXECUTING = ': executing '
const AT = ' at <'

function executingTrace(rest: string): string | undefined {
  const index = rest.indexOf(EXECUTING)
  const after = index < 0 ? '' : rest.slice(index + EXECUTING.length)
  const quote = after.startsWith('"') ? after.indexOf('"', 1) : -1
  if (quote < 0 || !after.startsWith(AT, quote + 1)) return undefined
  const place = after.slice(quote + 1 + AT.length)
  const close = place.indexOf('>: ')
  if (close < 0) return undefined
  const message = cutChained(place.slice(close + 3))
  return lines(rest.slice(0, index), `executing ${after.slice(0, quote + 1)} at <${place.slice(0, close)}>:`, message)
}

function simpleTrace(rest: string): string | undefined {
  const index = rest.lastIndexOf(': ')
  return index < 0 ? undefined : lines(rest.slice(0, index), '', cutChained(rest.slice(index + 2)))
}

function cutChained(message: string): string {
  const cut = message.indexOf(' template:')
  return cut < 0 ? message : message.slice(0, cut)
}

function lines(location: string, executing: string, message: string): string {
  const head = location === '' ? '' : `${location}\n  `
  const middle = executing === '' ? '' : `${executing}\n    `
  return `${head}${middle}${message === '' ? '' : `${message}\n`}`
}

/** Go's error for a template that is not there. */
export function noTemplate(name: string, set: string): TemplateError {
  const reason = `no template ${quoteGo(name)} associated with template ${quoteGo(set)}`
  return new TemplateError({ code: 'exec', message: `template: ${reason}`, reason })
}
