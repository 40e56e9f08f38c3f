import { dump, isQuoted } from '#yaml'
import { isLiteral, isObject, type Json, type JsonObject } from './json.ts'

/** A value as the reference's messages show a node: YAML in blocks, keys in document order, scalars as they were written. */
export function nodeText(value: Json): string {
  return `${lines(value).join('\n')}\n`
}

function lines(value: Json): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : value.flatMap((item) => indented('- ', lines(item)))
  if (!isObject(value)) return scalarLines(value)
  const keys = Object.keys(value)
  return keys.length === 0 ? ['{}'] : keys.flatMap((key) => entryLines(value, key))
}

function entryLines(map: JsonObject, key: string): string[] {
  const value = map[key] ?? null
  const name = `${scalarLines(key).join('')}:`
  if (typeof value === 'string' && isQuoted(map, key)) return [`${name} ${JSON.stringify(value)}`]
  const inner = lines(value)
  if (Array.isArray(value) && value.length > 0) return [name, ...inner]
  if (isObject(value) && Object.keys(value).length > 0) return [name, ...inner.map((line) => `  ${line}`)]
  const [first = '', ...rest] = inner
  return [`${name} ${first}`, ...rest]
}

function indented(dash: string, [first = '', ...rest]: readonly string[]): string[] {
  return [dash + first, ...rest.map((line) => `  ${line}`)]
}

/** Texts that stood plain in their document, whatever other readers take them for. */
const PLAIN = /^[\w./][\w./@-]*$/

function scalarLines(value: Json): string[] {
  if (isLiteral(value)) return [value.text]
  if (typeof value === 'string' && PLAIN.test(value)) return [value]
  return dump(value).replace(/\n$/, '').split('\n')
}
