const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** A text in double quotes with what would end or break it escaped (strings extension, `strings.quote`). */
export function quote(text: string): string {
  const body = text.toWellFormed().replace(/[\x07\b\f\n\r\t\v\\"]/g, (found) => ESCAPES[found] ?? found)
  return `"${body}"`
}
