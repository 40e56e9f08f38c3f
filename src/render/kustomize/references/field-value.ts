import { splitPath } from '../fields/path.ts'
import { isObject, type Json, scalarText } from '../resource/json.ts'

/**
 * What stands at a path such as `spec.ports[0].port` or `metadata.annotations.[example.com/name]`; undefined where
 * nothing does or where the path does not fit the value.
 */
export function valueAt(value: Json, path: string): Json | undefined {
  let found: Json | undefined = value
  for (const part of dottedParts(path)) {
    const key = part.trim()
    if (key !== '' && found !== undefined) found = step(found, key)
  }
  return found
}

/** The parts of a dotted path: `\.` stands for a dot, brackets keep theirs, `ports[0]` is two parts. */
export function dottedParts(path: string): string[] {
  return joinBrackets(splitPath(path, '.')).flatMap((part) => {
    const indexed = /^(.*)\[(\d+)\]$/s.exec(part)
    if (indexed === null) return [part]
    const [, name = '', index = ''] = indexed
    return name === '' ? [index] : [name, index]
  })
}

// `[name=a.b]` stays with its brackets; those of `[a.b]`, a key, are taken off.
function joinBrackets(pieces: readonly string[]): string[] {
  const parts: string[] = []
  for (let at = 0; at < pieces.length; at++) {
    let part = pieces[at] ?? ''
    if (!part.startsWith('[') || part.endsWith(']')) {
      parts.push(part)
      continue
    }
    while (!part.endsWith(']') && at + 1 < pieces.length) part += `.${pieces[++at]}`
    parts.push(part.includes('=') ? part : part.replace(/^[[\]]+|[[\]]+$/g, ''))
  }
  return parts
}

function step(value: Json, key: string): Json | undefined {
  if (/^\+?\d{1,18}$/.test(key)) return Array.isArray(value) ? value[Number(key)] : undefined
  if (key === '-') return Array.isArray(value) ? value.at(-1) : undefined
  if (key.startsWith('[') && key.endsWith(']')) return findElement(value, key.slice(1, -1))
  return isObject(value) ? value[key] : undefined
}

function findElement(list: Json, condition: string): Json | undefined {
  const equals = condition.indexOf('=')
  if (equals < 0 || !Array.isArray(list)) return undefined
  const name = condition.slice(0, equals)
  const text = condition.slice(equals + 1)
  if (name === '') return list.find((element) => scalarText(element) === text)
  return list.find((element) => isObject(element) && element[name] !== undefined && scalarText(element[name]) === text)
}
