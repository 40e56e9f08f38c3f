import { isObject, type Json, type JsonObject, member } from '../json.ts'
import { parseUri } from '../uri.ts'
import { firstApplicators, lastApplicators, middleApplicators } from './applicators.ts'
import { annotations, definitions, firstAssertions, isSchema, lastAssertions, middleAssertions } from './keywords.ts'
import { type Context, hasDraft, type Keyword, type Node, newNode, refuse, refuseType } from './node.ts'
import { draftOf, type LoadRef, References, refOf } from './references.ts'

const KEYWORDS: readonly Keyword[] = [
  ...firstAssertions,
  ...firstApplicators,
  ...middleAssertions,
  ...middleApplicators,
  ...lastAssertions,
  ...lastApplicators,
]

/** Compiles a schema as the older engine does. Throws `SchemaError` with its text for the first error found. */
export function compileSchema(document: Json, load: LoadRef | undefined): Node {
  const compiler = new Compiler(new References(document, load))
  const root = newNode(draftOf(document) ?? 'hybrid')
  compiler.fill(document, root)
  return root
}

class Compiler implements Context {
  readonly #references: References
  readonly #resolved = new Map<string, Node>()

  constructor(references: References) {
    this.#references = references
  }

  compile(schema: Json, parent: Node): Node {
    const node = newNode(parent.draft)
    this.fill(schema, node)
    return node
  }

  fill(schema: Json, node: Node): void {
    if (typeof schema === 'boolean' && hasDraft(node, 6)) {
      node.pass = schema
      return
    }
    if (!isObject(schema)) refuse('Expected: valid schema, given: Invalid JSON')
    checkId(schema, node)
    definitions(schema, node, this)
    annotations(schema, node, this)
    if (refOf(schema) !== undefined) {
      const known = this.#resolved.get(this.#references.absolute(schema))
      node.ref = known ?? this.resolve(schema, node)
      if (known === undefined) return
    }
    for (const keyword of KEYWORDS) keyword(schema, node, this)
  }

  resolve(schema: JsonObject, node: Node): Node {
    parseUri(refOf(schema) ?? '')
    const reference = this.#references.absolute(schema)
    const target = newNode(node.draft)
    this.#resolved.set(reference, target)
    const found = this.#references.find(reference)
    if (found.draft !== undefined) target.draft = found.draft
    if (!isSchema(found.schema)) refuse('valid schema must be of type object')
    this.fill(found.schema, target)
    return target
  }
}

function checkId(schema: JsonObject, node: Node): void {
  const old = node.draft === 4 || (node.draft === 'hybrid' && member(schema, 'id') !== undefined)
  const key = old ? 'id' : '$id'
  const id = member(schema, key)
  if (id !== undefined && typeof id !== 'string') refuseType('string', key)
  if (id !== undefined) parseUri(id)
}
