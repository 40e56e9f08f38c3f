import { quoteGo } from '#template'
import { SchemaError } from '../error.ts'
import { type Json, parseJson } from '../json.ts'
import { Effort } from '../limit.ts'
import { metaschemaText } from '../metaschemas.ts'
import { Compiler } from './compile.ts'
import { type Document, Documents, type LoadRef, locationOf, type Place, resourceAt } from './documents.ts'
import type { Meta } from './frame.ts'
import { plainDraft } from './plain.ts'
import { printProblems } from './problem.ts'
import type { Draft, Schema } from './schema.ts'
import { validate } from './validate.ts'

const ROOT = 'file:///values.schema.json'

/** Validates as Helm 4 does. Gives its lines; throws `SchemaError` when the schema itself cannot be used. */
export function validateHelm4(schema: Json, values: Json, load: LoadRef | undefined): string[] {
  const effort = new Effort()
  const documents = new Documents(load, (place) => checkAgainstMetaschema(place, effort))
  const draft = plainDraft(schema)
  const document = draft === undefined ? documents.add(ROOT, schema) : documents.addPlain(ROOT, schema, draft)
  const compiled = new Compiler(documents, false).compile({ document, pointer: '' })
  return printProblems(validate(compiled, values, effort))
}

const METASCHEMAS: Readonly<Record<Draft, string>> = {
  4: 'http://json-schema.org/draft-04/schema',
  6: 'http://json-schema.org/draft-06/schema',
  7: 'http://json-schema.org/draft-07/schema',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
}

const metaschemas = new Map<Draft, Schema>()

function metaschema(draft: Draft): Schema {
  const known = metaschemas.get(draft)
  if (known !== undefined) return known
  const documents = new Documents(undefined, () => {})
  const url = METASCHEMAS[draft]
  const text = metaschemaText(url) as string
  const document = documents.add(url, parseJson(new TextEncoder().encode(text), true))
  const schema = new Compiler(documents, true).compile({ document, pointer: '' })
  metaschemas.set(draft, schema)
  return schema
}

function checkAgainstMetaschema({ document, pointer }: Place, effort: Effort): void {
  const { draft } = resourceAt(document, pointer)
  const schema = metaschema(draft)
  const meta: Meta = { schema, others: otherDrafts(document) }
  const problems = validate(schema, valueAt(document, pointer), effort, meta)
  if (problems.length === 0) return
  const lines = printProblems(problems).join('\n')
  const where = quoteGo(locationOf({ document, pointer }))
  throw new SchemaError(
    'schema',
    `${where} is not valid against metaschema: jsonschema validation failed with '${schema.location}'\n${lines}`,
  )
}

function otherDrafts(document: Document): Map<string, Schema> {
  const others = new Map<string, Schema>()
  if (document.resources.size < 2) return others
  for (const resource of document.resources.values()) others.set(resource.pointer, metaschema(resource.draft))
  return others
}

function valueAt(document: Document, pointer: string): Json {
  let value = document.root
  for (const token of pointer.split('/').slice(1)) {
    value = (value as Record<string, Json>)[token.replaceAll('~1', '/').replaceAll('~0', '~')] as Json
  }
  return value
}
