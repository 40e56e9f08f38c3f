import { packages } from './packages.ts'

/** A Go type in the words of the tables. */
export type TypeWord =
  | { readonly kind: 'scalar'; readonly name: ScalarName; readonly enum?: string }
  | { readonly kind: 'written'; readonly name: WrittenName }
  | { readonly kind: 'struct'; readonly typeName: string }
  | { readonly kind: 'pointer' | 'list' | 'map' | 'wrapped'; readonly of: TypeWord }

/** Scalars; `bytes` is base64 text in JSON. */
export type ScalarName = (typeof scalars)[number]

/** Types whose JSON is not that of a struct. */
export type WrittenName = (typeof writtenNames)[number]

/**
 * Reads `*Volume`, `[]core/v1.Volume`, `{}string` (a map from text), `~[]string` (a message around a list),
 * `string#PodPhase` (an enum). Names without a package are of `prefix`. Throws a plain Error for a package that is not known.
 */
export function readTypeWord(text: string, prefix: string): TypeWord {
  if (text.startsWith('*')) return { kind: 'pointer', of: readTypeWord(text.slice(1), prefix) }
  if (text.startsWith('~')) return { kind: 'wrapped', of: readTypeWord(text.slice(1), prefix) }
  if (text.startsWith('[]')) return { kind: 'list', of: readTypeWord(text.slice(2), prefix) }
  if (text.startsWith('{}')) return { kind: 'map', of: readTypeWord(text.slice(2), prefix) }
  if (text.startsWith('string#')) return { kind: 'scalar', name: 'string', enum: fullName(text.slice(7), prefix) }
  const scalar = scalars.find((name) => name === text)
  if (scalar !== undefined) return { kind: 'scalar', name: scalar }
  const written = writtenNames.find((name) => name === text)
  if (written !== undefined) return { kind: 'written', name: written }
  return { kind: 'struct', typeName: fullName(text, prefix) }
}

/** The type behind pointers and messages around lists. */
export function bare(word: TypeWord): TypeWord {
  return word.kind === 'pointer' || word.kind === 'wrapped' ? bare(word.of) : word
}

const scalars = ['string', 'bool', 'int32', 'int64', 'float64', 'bytes'] as const
const writtenNames = [
  'Quantity',
  'IntOrString',
  'Time',
  'MicroTime',
  'FieldsV1',
  'RawExtension',
  'JSON',
  'SchemaOrArray',
  'SchemaOrBool',
  'SchemaOrTexts',
] as const
const prefixes = new Map(packages.map(({ key, prefix }) => [key, prefix]))

function fullName(text: string, prefix: string): string {
  const dot = text.indexOf('.')
  if (dot < 0) return `${prefix}.${text}`
  const home = prefixes.get(text.slice(0, dot))
  if (home === undefined) throw new Error(`${text} – is of no package of the tables`)
  return `${home}.${text.slice(dot + 1)}`
}
