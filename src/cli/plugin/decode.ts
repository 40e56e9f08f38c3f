import { loadTree, type YamlNode } from '#yaml'

/** A Go type as `yaml.v3` decodes into it; `name` is how Go prints it. */
export type Shape =
  | { readonly kind: 'string' | 'bool' | 'number' | 'any'; readonly name: string }
  | { readonly kind: 'list'; readonly name: string; readonly of: Shape }
  | MapShape

type MapShape =
  | { readonly kind: 'map'; readonly name: string; readonly of: Shape }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: Readonly<Record<string, Shape>> }

/** Types without parts. */
export const text: Shape = { kind: 'string', name: 'string' }
export const bool: Shape = { kind: 'bool', name: 'bool' }
export const number: Shape = { kind: 'number', name: 'int64' }
export const texts: Shape = { kind: 'list', name: '[]string', of: text }
export const anything: Shape = {
  kind: 'map',
  name: 'map[string]interface {}',
  of: { kind: 'any', name: 'interface {}' },
}

/** Where the text comes from, and whether a field that the struct lacks is an error. */
export interface DecodeWish {
  readonly file?: string
  readonly isStrict: boolean
}

/**
 * The first document as Go's `yaml.v3` decodes it into a struct: any scalar becomes a string as it is written, names match
 * letter by letter, null is left out. The caller vouches that `T` is what the shape says.
 * Throws YamlError, and `Error` with all mismatches, a line each, in Go's words.
 */
export function decodeYaml<T>(source: string, shape: Shape, { file, isStrict }: DecodeWish): T {
  const reading: Reading = { source, isStrict, complaints: [] }
  const value = decode(loadTree(source, file === undefined ? {} : { file }), shape, reading)
  if (reading.complaints.length > 0) throw new Error(`yaml: unmarshal errors:\n${reading.complaints.join('\n')}`)
  return (value ?? {}) as T
}

interface Reading {
  readonly source: string
  readonly isStrict: boolean
  readonly complaints: string[]
}

function decode(node: YamlNode, shape: Shape, reading: Reading): unknown {
  const { value } = node
  if (value === null || value === undefined) return undefined
  switch (shape.kind) {
    case 'any':
      return value
    case 'string':
      return typeof value === 'string' ? value : (writtenAt(node, reading) ?? mismatch(node, shape, reading))
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(node, shape, reading)
    case 'number':
      return typeof value === 'number' ? value : mismatch(node, shape, reading)
    case 'list':
      if (node.items === undefined) return mismatch(node, shape, reading)
      return node.items.map((item) => decode(item, shape.of, reading)).filter((item) => item !== undefined)
    case 'map':
    case 'struct':
      return node.entries === undefined ? mismatch(node, shape, reading) : decodeEntries(node, shape, reading)
  }
}

function decodeEntries(node: YamlNode, shape: MapShape, reading: Reading): unknown {
  const result = Object.create(null) as Record<string, unknown>
  for (const { key, position, node: child } of node.entries ?? []) {
    const of = shape.kind === 'map' ? shape.of : Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
    if (of !== undefined) result[key] = decode(child, of, reading)
    else if (reading.isStrict) {
      reading.complaints.push(`  line ${position.line}: field ${key} not found in type ${shape.name}`)
    }
  }
  return result
}

/** A scalar that is no text, such as `1.0` or `yes`, as it stands in the file. */
function writtenAt({ value, position }: YamlNode, { source }: Reading): string | undefined {
  if (typeof value === 'object') return undefined
  return /^[^\s#,\]}]+/.exec(source.slice(position.offset, position.offset + 1000))?.[0] ?? String(value)
}

function mismatch(node: YamlNode, { name }: Shape, reading: Reading): undefined {
  reading.complaints.push(`  line ${node.position.line}: cannot unmarshal ${tagOf(node, reading)} into ${name}`)
  return undefined
}

/** How Go names what it found: its tag, of a scalar with the start of its text. */
function tagOf(node: YamlNode, reading: Reading): string {
  const { value } = node
  if (Array.isArray(value)) return '!!seq'
  if (typeof value === 'object') return '!!map'
  const written = typeof value === 'string' ? value : (writtenAt(node, reading) ?? '')
  const shown = written.length > 10 ? `${written.slice(0, 7)}...` : written
  const tag =
    typeof value === 'string' ? 'str' : typeof value === 'boolean' ? 'bool' : /[.e]/i.test(written) ? 'float' : 'int'
  return `!!${tag} \`${shown}\``
}
