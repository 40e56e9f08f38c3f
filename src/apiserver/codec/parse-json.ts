import { badRequest, DecodeError, type Json, readJson, strictFindings } from '#kube'

/** A value and what strict reading has against it. */
export interface Parsed {
  readonly value: Json
  readonly strictErrors: readonly string[]
}

/** How a body is read: `kind` is the one expected, `isStrict` looks for keys that stand twice. */
export interface ParseOptions {
  readonly kind: string
  readonly isStrict: boolean
}

/** Reads JSON. Throws 400 in the words of the real server when it is none, or nested too deeply. */
export function parseJson(text: string, { kind, isStrict }: ParseOptions): Parsed {
  try {
    const read = readJson(text, { isStrict })
    return { value: read.value, strictErrors: isStrict ? strictFindings(read, []) : [] }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    throw unrecognized(kind, `json parse error: ${error.message}`, text)
  }
}

/** The 400 of a body that tells neither version nor kind. */
export function unrecognized(kind: string, why: string, text: string): Error {
  const head = `the object provided is unrecognized (must be of type ${kind})`
  return badRequest(`${head}: couldn't get version/kind; ${why} (${summary(text)})`)
}

/** The first bytes of what was sent, as the real server shows them. */
function summary(text: string): string {
  const bytes = Buffer.from(text.slice(0, summaryBytes + 1))
  if (bytes.length === 0) return '<empty>'
  const shown = bytes.subarray(0, summaryBytes)
  const first = text[0] === '{' ? shown.toString('utf8') : shown.toString('hex')
  return bytes.length > summaryBytes ? `${first} ...` : first
}

const summaryBytes = 30
