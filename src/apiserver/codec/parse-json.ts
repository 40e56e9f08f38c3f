import { badRequest, type Json } from '#kube'
import { goSyntaxError } from './go-syntax-error.ts'

/** A value and what strict reading has against it. */
export interface Parsed {
  readonly value: Json
  readonly strictErrors: readonly string[]
}

/** Reads JSON. Throws 400 in the words of the real server when it is none, or nested too deeply. */
export function parseJson(text: string, kind: string): Parsed {
  if (text.length > maxDepth && isTooDeep(text)) throw unrecognized(kind, 'exceeded max depth', text)
  try {
    return { value: JSON.parse(text) as Json, strictErrors: [] }
  } catch {
    throw unrecognized(kind, goSyntaxError(text), text)
  }
}

/** Deeper values would cost the stack of everything that walks them. */
const maxDepth = 1000

function isTooDeep(text: string): boolean {
  let depth = 0
  let isInText = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) isInText = !isInText
    else if (isInText && code === backslash) at++
    else if (!isInText && (code === openBrace || code === openBracket) && ++depth > maxDepth) return true
    else if (!isInText && (code === closeBrace || code === closeBracket)) depth--
  }
  return false
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93]

function unrecognized(kind: string, why: string, text: string): Error {
  const head = `the object provided is unrecognized (must be of type ${kind})`
  return badRequest(`${head}: couldn't get version/kind; json parse error: ${why} (${summary(text)})`)
}

/** The first bytes of what was sent, as the real server shows them. */
function summary(text: string): string {
  const bytes = Buffer.from(text.slice(0, 31))
  if (bytes.length === 0) return '<empty>'
  const isLong = Buffer.byteLength(text.slice(0, 64)) > summaryBytes
  const shown = bytes.subarray(0, summaryBytes)
  const first = text[0] === '{' ? shown.toString('utf8') : shown.toString('hex')
  return isLong ? `${first} ...` : first
}

const summaryBytes = 30
