import { sprintf, goTypeName as typeName, type Value } from '#template'

/** A value as Go's `%v` prints it. */
export function goText(value: Value): string {
  return sprintf('%v', [value])
}

/** The name of a value's Go type, as a failed type assertion prints it. */
export function goTypeName(value: Value): string {
  return value === null ? 'nil' : typeName(value)
}

/** Go's `strings.TrimSpace`: the space characters of Unicode as Go has them. */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** Go's `unicode.IsSpace` for one UTF-16 unit. */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  if (code < 0x1680) return code === 0x85 || code === 0xa0
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** Go's `path.Base`. */
export function basename(path: string): string {
  if (path === '') return '.'
  const trimmed = path.replace(/\/+$/, '')
  if (trimmed === '') return '/'
  return trimmed.slice(trimmed.lastIndexOf('/') + 1)
}
