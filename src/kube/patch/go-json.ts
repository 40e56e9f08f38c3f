import { isBoxed, isMap, type Json } from './json.ts'

/** A value as Go prints raw JSON: keys as they stand, no blanks, `<`, `>`, `&` and line separators escaped. */
export function goJson(value: Json): string {
  if (typeof value === 'string') return textJson(value)
  // what is beyond every number has no text in JSON
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null'
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  if (isBoxed(value)) return typeof value.value === 'string' ? textJson(value.value) : String(value.value)
  if (!isMap(value)) return 'null'
  return `{${Object.keys(value)
    .map((key) => `${textJson(key)}:${goJson(value[key] as Json)}`)
    .join(',')}}`
}

function textJson(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
