import { load, YamlError, type YamlValue } from '#yaml'
import { SourceError } from '../error.ts'
import { type DecodeOptions, decode, type Structure } from './decode.ts'
import { type Compat, type LoadOptions } from './options.ts'

const decoder = new TextDecoder()

/** One YAML file of a chart: its name in messages, and where it is. */
export interface Document {
  /** As Helm names it: `Chart.yaml`. */
  readonly name: string
  /** As positions name it: `web/charts/db/Chart.yaml`. */
  readonly file: string
  readonly data: Uint8Array
}

/** Reads a document into a struct; `undefined` when it is empty or null. Throws `bad-yaml` with Helm's text. */
export function decodeDocument(
  document: Document,
  structure: Structure,
  options: LoadOptions,
): Record<string, unknown> | undefined {
  const text = decoder.decode(document.data)
  const value = parse(document, text)
  if (value === null) return undefined
  const { value: decoded, mismatch } = decode(value, structure, decodeOptions(text, options.compat, structure))
  if (mismatch === undefined) return decoded
  throw new SourceError('bad-yaml', `cannot load ${document.name}: ${jsonPrefix}${mismatch.message}`, {
    position: findPosition(document, text, mismatch.path),
  })
}

const jsonPrefix = 'error unmarshaling JSON: while decoding JSON: '

function parse(document: Document, text: string): YamlValue {
  try {
    return load(text)
  } catch (error) {
    throw yamlError(`cannot load ${document.name}: `, document.file, error)
  }
}

/** A `YamlError` as a `bad-yaml` in Helm's words; anything else as it is. `lineOffset` shifts its position. */
export function yamlError(prefix: string, file: string, error: unknown, lineOffset = 0): unknown {
  if (!(error instanceof YamlError)) return error
  const { position } = error
  const place = position && { file, line: position.line + lineOffset, column: position.column }
  const message = `${prefix}error converting YAML to JSON: ${error.message}`
  return new SourceError('bad-yaml', message, { position: place, cause: error })
}

function decodeOptions(_text: string, compat: Compat | undefined, structure: Structure): DecodeOptions {
  const goPackage = structure.name === 'chartBase' ? 'loader' : compat === 'helm3' ? 'chart' : 'v2'
  return { goPackage, numberText: goNumber }
}

/** A number where text is declared, as Go prints it: whole numbers plainly, others as `%g`. */
function goNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 18446744073709551616) return BigInt(value).toString()
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 21 && (power < 6 || digits.replace(/[-.]/g, '').length > power)) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

function findPosition(document: Document, text: string, path: readonly (string | number)[]) {
  const key = path.find((part) => typeof part === 'string')
  if (key === undefined) return { file: document.file, line: 1, column: 1 }
  const line = text.split('\n').findIndex((each) => each.startsWith(String(key)))
  return { file: document.file, line: Math.max(line, 0) + 1, column: 1 }
}
