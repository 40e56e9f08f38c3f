import { isLiteral, isObject, type Json } from './json.ts'

/** A value as Go's `json.Marshal` prints it: keys sorted, no blanks, `<`, `>`, `&` and line separators escaped. */
export function goJson(value: Json): string {
  if (typeof value === 'string') return goJsonText(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  if (isLiteral(value)) return typeof value.value === 'bigint' ? String(value.value) : goJson(value.value)
  if (!isObject(value)) return 'null'
  const fields = Object.keys(value).sort()
  return `{${fields.map((key) => `${goJsonText(key)}:${goJson(value[key] as Json)}`).join(',')}}`
}

function goJsonText(text: string): string {
  const quoted = JSON.stringify(text)
  return ESCAPED.test(quoted) ? quoted.replace(ALL_ESCAPED, escapeCharacter) : quoted
}

const ESCAPED = /[<>&\u2028\u2029]/
const ALL_ESCAPED = /[<>&\u2028\u2029]/g

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
