import { type GoMap, int, typedAs, type Value } from '#template'

type TomlModule = typeof import('smol-toml')

let loaded: TomlModule | undefined

/** Thrown by `fromToml` when the parser is not in memory yet: load it, then render again. */
export class TomlNotLoaded extends Error {
  override readonly name = 'TomlNotLoaded'
}

/** Loads the TOML parser, which few charts need. */
export async function loadTomlParser(): Promise<void> {
  loaded ??= await import('smol-toml')
}

/** A TOML document as `fromToml` gives it: `Error` in the map when it is none. Throws `TomlNotLoaded`. */
export function parseToml(text: string): GoMap {
  if (loaded === undefined) throw new TomlNotLoaded('fromToml needs its parser')
  try {
    return table(loaded.parse(text, { integersAsBigInt: true }))
  } catch (error) {
    return new Map([['Error', reason(error as Error)]])
  }
}

/** The first line of the parser's message, worded as Go's parser begins its own. */
function reason(error: Error): string {
  const line = 'line' in error ? ` line ${String(error.line)}:` : ''
  return `toml:${line} ${error.message.replace(/^Invalid TOML document: /, '').split('\n')[0]}`
}

function table(object: Readonly<Record<string, unknown>>): GoMap {
  return new Map(Object.entries(object).map(([key, value]) => [key, convert(value)]))
}

function convert(value: unknown): Value {
  if (typeof value === 'bigint') return int(value, 'int64')
  if (value instanceof Date) return dateText(value)
  if (Array.isArray(value)) return convertList(value)
  if (typeof value === 'object' && value !== null) return table(value as Record<string, unknown>)
  return value as Value
}

function convertList(values: readonly unknown[]): Value[] {
  const list = values.map(convert)
  const isTables = list.length > 0 && list.every((item) => item instanceof Map)
  return isTables ? typedAs('[]map[string]interface {}', list) : list
}

/** A date or time as Go's `time.Time` prints it in JSON. */
function dateText(value: Date): string {
  const text = value.toISOString()
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`
  if (/^\d{2}:/.test(text)) return `0000-01-01T${withoutZeros(text)}Z`
  return withoutZeros(/[Z+-]\d{0,2}:?\d{0,2}$/.test(text) ? text : `${text}Z`)
}

function withoutZeros(text: string): string {
  return text.replace(/\.(\d*?)0+(?=\D|$)/, (_, digits: string) => (digits === '' ? '' : `.${digits}`))
}
