import { ALIAS_NODE, MAPPING, type RawNode, SEQUENCE } from './node.ts'
import { formatFloat } from './number.ts'
import { parseInteger, resolvePlain } from './resolve.ts'

/** How deep a value is printed in a message. */
const MAX_DEPTH = 20

/** A key or value as Go's `%#v` prints it; with `plus`, as `%+#v`. */
export function goSyntax(value: string | RawNode, plus = false, depth = 0): string {
  if (typeof value === 'string') return quote(value, plus)
  if (depth > MAX_DEPTH) return '...'
  const node = value.kind === ALIAS_NODE ? (value.target as RawNode) : value
  const inner = (child: RawNode): string => {
    const text = goSyntax(child, plus, depth + 1)
    return text === '<nil>' ? 'interface {}(nil)' : text
  }
  if (node.kind === SEQUENCE) return `[]interface {}{${node.children.map(inner).join(', ')}}`
  if (node.kind === MAPPING) return `map[interface {}]interface {}{${pairs(node, inner).join(', ')}}`
  return scalarSyntax(node, plus)
}

function pairs(node: RawNode, inner: (child: RawNode) => string): string[] {
  const rows: string[] = []
  for (let index = 0; index + 1 < node.children.length; index += 2) {
    rows.push(`${inner(node.children[index] as RawNode)}:${inner(node.children[index + 1] as RawNode)}`)
  }
  return rows.sort()
}

function scalarSyntax(node: RawNode, plus: boolean): string {
  const value = node.tag === '' && node.implicit ? resolvePlain(node.value) : node.value
  if (value === null) return '<nil>'
  if (typeof value === 'string') return quote(value, plus)
  if (typeof value === 'boolean') return String(value)
  const integer = parseInteger(node.value.replaceAll('_', ''))
  if (integer !== undefined) return integer > 0x7fffffffffffffffn ? `0x${integer.toString(16)}` : String(integer)
  return Number.isFinite(value) ? formatFloat(value, 20) : String(value)
}

const ESCAPES: Record<string, string> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/** Go's `strconv.Quote`, or `QuoteToASCII`. */
function quote(text: string, ascii: boolean): string {
  const escape = (character: string): string => {
    const known = ESCAPES[character]
    if (known !== undefined) return known
    const code = character.codePointAt(0) as number
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
  }
  const special = ascii ? /["\\\u0000-\u001f\u007f-\u{10ffff}]/gu : /["\\\u0000-\u001f\u007f-\u009f]/gu
  return `"${text.replace(special, escape)}"`
}
