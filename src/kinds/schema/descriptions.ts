import { packages } from './packages.ts'
import { packageOf, type TypeRow, typeRow } from './table.ts'
import { bare } from './type-word.ts'

/** What a type is for, and each of its JSON fields; fields without a word are left out. */
export interface TypeDescription {
  readonly type: string
  readonly properties: ReadonlyMap<string, string>
}

/** The description of a built-in type by its OpenAPI name; undefined when there is none. */
export type Describe = (typeName: string) => TypeDescription | undefined

/**
 * Loads the descriptions of every built-in type. They are as large as all else of the tables ten times over, and only
 * documents show them: ask when a document is asked for, and do not keep what it gives.
 */
export async function loadDescriptions(): Promise<Describe> {
  const texts = new Map<string, string>()
  for (const { prefix, describe } of packages)
    for (const text of await describe()) texts.set(`${prefix}.${text.slice(0, text.indexOf(separator))}`, text)
  return (typeName) => {
    const row = typeRow(typeName)
    const text = texts.get(typeName)
    if (row === undefined || text === undefined || packageOf(typeName) === undefined) return undefined
    return { type: text.split(separator, 2)[1] ?? '', properties: fieldTexts(row, texts) }
  }
}

const separator = '\u001f'

function fieldTexts(row: TypeRow, texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const own = texts.get(row.typeName)?.split(separator) ?? []
  for (const [at, field] of row.fields.entries()) {
    const word = bare(field.type)
    const inner = field.isInline && word.kind === 'struct' ? typeRow(word.typeName) : undefined
    if (inner !== undefined) for (const [name, text] of fieldTexts(inner, texts)) found.set(name, text)
    else if (own[at + 2]) found.set(field.json, own[at + 2] ?? '')
  }
  return found
}
