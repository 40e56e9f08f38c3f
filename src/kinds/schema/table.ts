import type { Json } from '#kube'
import { packages, type TypePackage } from './packages.ts'
import { readTypeWord, type TypeWord } from './type-word.ts'

/** One type of the tables. */
export interface TypeRow {
  /** `io.k8s.api.core.v1.PodSpec`. */
  readonly typeName: string
  readonly fields: readonly FieldRow[]
  readonly marks: Marks
}

/** One member of a Go struct. */
export interface FieldRow {
  /** Name in JSON; empty for an inlined struct. */
  readonly json: string
  /** Protobuf field number; 0 for what is not in the message. */
  readonly number: number
  readonly type: TypeWord
  readonly isInline: boolean
  /** `omitempty`: JSON leaves out the empty value. */
  readonly omitsEmpty: boolean
  /** `omitzero`: JSON leaves out the zero value, of a struct as well. */
  readonly omitsZero: boolean
  readonly isRequired: boolean
  readonly marks: Marks
}

/**
 * What a tag said: P patch strategy, G patch merge key, L list type, K list map keys, M map type, D default (JSON),
 * U union (discriminator, then `json:Go` of each member).
 */
export type Marks = Readonly<Partial<Record<'P' | 'G' | 'L' | 'K' | 'M' | 'D' | 'U', string>>>

/**
 * The row of a type by its OpenAPI name, undefined when no table has it. A table has one line a type or enum: fields are
 * separated by `|`, their words by spaces: `json number type flags marks…`; flags are i (inline), e (omitempty),
 * z (omitzero), r (required); an enum is `#Name|value|…`. Lines are read when they are asked for.
 */
export function typeRow(typeName: string): TypeRow | undefined {
  const known = rows.get(typeName)
  if (known !== undefined) return known
  const line = typeName.includes('#') ? undefined : lineOf(typeName)
  if (line === undefined) return undefined
  const row = readRow(typeName, line)
  rows.set(typeName, row)
  return row
}

/** The values of an enum, sorted; empty when no table has it. */
export function enumValues(typeName: string): readonly string[] {
  const dot = typeName.lastIndexOf('.') + 1
  const line = lineOf(`${typeName.slice(0, dot)}#${typeName.slice(dot)}`)
  return line === undefined ? [] : line.split('|').slice(1)
}

/** Every type name of the tables that starts with a prefix. */
export function typeNames(prefix = ''): string[] {
  const names: string[] = []
  for (const one of packages) {
    if (!one.prefix.startsWith(prefix) && !prefix.startsWith(one.prefix)) continue
    for (const name of linesOf(one).keys()) if (!name.startsWith('#')) names.push(`${one.prefix}.${name}`)
  }
  return names.filter((name) => name.startsWith(prefix))
}

/** The package whose types have names with this prefix. */
export function packageOf(typeName: string): TypePackage | undefined {
  return byPrefix.get(typeName.slice(0, typeName.lastIndexOf('.')))
}

const rows = new Map<string, TypeRow>()
const lines = new Map<TypePackage, ReadonlyMap<string, string>>()
const byPrefix = new Map(packages.map((one) => [one.prefix, one]))

function lineOf(typeName: string): string | undefined {
  const home = packageOf(typeName)
  return home === undefined ? undefined : linesOf(home).get(typeName.slice(home.prefix.length + 1))
}

function linesOf(home: TypePackage): ReadonlyMap<string, string> {
  const known = lines.get(home)
  if (known !== undefined) return known
  const read = new Map<string, string>()
  for (const line of home.text.split('\n')) {
    const end = line.search(/[ |]|$/)
    if (end > 0) read.set(line.slice(0, end), line)
  }
  lines.set(home, read)
  return read
}

function readRow(typeName: string, line: string): TypeRow {
  const [head = '', ...fields] = line.split('|')
  const prefix = typeName.slice(0, typeName.lastIndexOf('.'))
  return {
    typeName,
    fields: fields.map((field) => readField(field.split(' '), prefix)),
    marks: readMarks(head.split(' ').slice(1)),
  }
}

function readField([json = '', number, type = '', flags = '', ...marks]: readonly string[], prefix: string): FieldRow {
  return {
    json: json === '-' ? '' : json,
    number: Number(number),
    type: readTypeWord(type, prefix),
    isInline: flags.includes('i'),
    omitsEmpty: flags.includes('e'),
    omitsZero: flags.includes('z'),
    isRequired: flags.includes('r'),
    marks: readMarks(marks),
  }
}

function readMarks(words: readonly string[]): Marks {
  return Object.fromEntries(words.map((word) => [word.slice(0, 1), word.slice(2)]))
}

/** The default that a field's mark names, read. */
export function defaultOf(marks: Marks): Json | undefined {
  return marks.D === undefined ? undefined : (JSON.parse(marks.D) as Json)
}
