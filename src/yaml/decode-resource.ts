import type { CommentReader } from './comment.ts'
import { YamlError } from './error.ts'
import { quoteGo } from './go-syntax.ts'
import { goValue } from './go-value.ts'
import { type Json, type JsonObject, Literal } from './literal.ts'
import {
  ALIAS_NODE,
  CORE_TAG,
  FLOW,
  FOLDED,
  LITERAL,
  MAPPING,
  PLAIN,
  type RawNode,
  SCALAR_NODE,
  SEQUENCE,
} from './node.ts'
import { oddKeyProblem } from './odd-key-problem.ts'
import { copyOddKey, markOddKey } from './odd-keys.ts'
import { PrintedLines } from './printed-line.ts'
import { markQuoted } from './quoted.ts'
import { refold, startsWithTab } from './refold.ts'
import { type CoreScalar, isCoreInteger, resolveCore } from './resolve-core.ts'

/** How deep a resource may be. */
const MAX_DEPTH = 1000
/** After how many repeated keys no more are looked for. */
const MAX_REPEATED = 100
/** How many nodes the aliases of one document may stand for. */
const MAX_ALIASED = 1_000_000

/** A document, and what is wrong with it that the reference notices only when it prints the object. */
export interface DecodedResource {
  readonly value: Json
  readonly problem: YamlError | undefined
}

/**
 * The value of a document as kustomize holds it: aliases and `<<` expanded, and every text as it is after the reference
 * has written the document as YAML and read it again. Throws `YamlError` for what it refuses at once. `comments` notes
 * what they say of fields.
 */
export function decodeResource(root: RawNode, text: string, comments?: CommentReader): DecodedResource {
  const decoder = new ResourceDecoder(root, text, comments)
  const value = decoder.node(root, { inFlow: false, isMerged: false, depth: 0 })
  return { value, problem: decoder.problem(value) }
}

interface Place {
  /** Inside a flow collection an empty value is read again as an empty text. */
  readonly inFlow: boolean
  /** What is merged into another mapping is looked at later than what stands for itself. */
  readonly isMerged: boolean
  readonly depth: number
}

const NO_MERGE = 'map merge requires map or sequence of maps as the value'
const DROPPED = Symbol('dropped')

class ResourceDecoder {
  readonly #root: RawNode
  readonly #text: string
  readonly #comments: CommentReader | undefined
  #printed: PrintedLines | undefined
  readonly #active = new Set<RawNode>()
  #aliased = 0
  readonly #duplicates: string[] = []
  /** What Go's decoder stops at. */
  #refused: string | undefined
  /** What Go's parser stops at when it reads the document again. */
  #unreadable: string | undefined
  /** How many mappings around the present one are not read further. */
  #hidden = 0

  constructor(root: RawNode, text: string, comments: CommentReader | undefined) {
    this.#root = root
    this.#text = text
    this.#comments = comments
  }

  /** The first thing that keeps the value from being printed. */
  problem(value: Json): YamlError | undefined {
    const nothing = 'map[string]interface {}(nil): yaml: '
    const refused = this.#unreadable ?? this.#refused
    if (refused !== undefined) return new YamlError('bad-value', nothing + refused)
    if (this.#duplicates.length > 0) {
      return new YamlError('duplicate-key', `${nothing}unmarshal errors:\n  ${this.#duplicates.join('\n  ')}`)
    }
    return oddKeyProblem(value)
  }

  node(node: RawNode, place: Place): Json {
    if (node.kind === ALIAS_NODE) return this.#alias(node, place)
    if (this.#active.size > 0) this.#count(1)
    if (node.kind === SCALAR_NODE) return this.#scalar(node, place.inFlow)
    if (place.depth > MAX_DEPTH) throw new YamlError('limit', `yaml: exceeded max depth of ${MAX_DEPTH}`)
    const inner = { inFlow: place.inFlow || node.style === FLOW, isMerged: false, depth: place.depth + 1 }
    if (node.kind === SEQUENCE) return this.#sequence(node, inner)
    return this.#mapping(node, inner, place.isMerged)
  }

  /** Comments are looked for once, not for each alias. */
  #commentsIn({ inFlow }: Place): CommentReader | undefined {
    return inFlow || this.#active.size > 0 ? undefined : this.#comments
  }

  #sequence(node: RawNode, place: Place): Json[] {
    const comments = this.#commentsIn(place)
    return node.children.map((child) => {
      const value = this.node(child, place)
      comments?.noteItem(child, node.column, value)
      return value
    })
  }

  /** Counts what aliases and merged mappings add to a document. */
  #count(nodes: number): void {
    this.#aliased += nodes
    if (this.#aliased > MAX_ALIASED) throw new YamlError('limit', 'yaml: document contains excessive aliasing')
  }

  #alias(node: RawNode, place: Place): Json {
    const target = node.target as RawNode
    if (this.#active.has(target))
      throw new YamlError('unknown-anchor', `yaml: anchor '${node.value}' value contains itself`)
    this.#active.add(target)
    const value = this.node(target, place)
    this.#active.delete(target)
    return value
  }

  #mapping(node: RawNode, place: Place, isMerged: boolean): JsonObject {
    const object = Object.create(null) as JsonObject
    let merged: JsonObject[] | undefined
    const comments = this.#commentsIn(place)
    const isRepeating = this.#isRepeating(node)
    if (isRepeating) this.#hidden++
    for (let index = 0; index + 1 < node.children.length; index += 2) {
      const key = targetOf(node.children[index] as RawNode)
      const content = node.children[index + 1] as RawNode
      if (key.kind === SCALAR_NODE && key.value === '<<') {
        if (!isMerge(key)) continue
        if (merged !== undefined) throw new YamlError('bad-value', 'duplicate merge key')
        merged = this.#merged(content, { ...place, isMerged: true }, isMerged)
        continue
      }
      const name = this.#key(key, place, object)
      const value = this.node(content, place)
      if (name === DROPPED) continue
      object[name] = value
      if (typeof value === 'string' && targetOf(content).style !== PLAIN) markQuoted(object, name)
      comments?.noteEntry(object, name, { key, content, value })
    }
    for (const other of merged ?? []) {
      this.#count(Object.keys(other).length)
      addMissing(object, other)
    }
    if (isRepeating) this.#hidden--
    return object
  }

  #merged(content: RawNode, place: Place, isLate: boolean): JsonObject[] {
    if (content.kind === SEQUENCE) {
      return content.children.flatMap((child) => {
        if (child.kind !== SEQUENCE) return this.#merged(child, place, isLate)
        return this.#failMerge('invalid map merge: received a nested sequence', isLate)
      })
    }
    if (targetOf(content).kind === MAPPING) return [this.node(content, place) as JsonObject]
    if (content.kind !== ALIAS_NODE) return this.#failMerge(NO_MERGE, isLate)
    return this.#failMerge('invalid map merge: received alias for a non-map value', isLate)
  }

  #failMerge(problem: string, isLate: boolean): JsonObject[] {
    if (!isLate) throw new YamlError('bad-value', problem)
    this.#refuse(NO_MERGE)
    return []
  }

  /** Notes repeated keys; the reference doubles every key that is null, and looks no further into such a mapping. */
  #isRepeating(mapping: RawNode): boolean {
    const before = this.#duplicates.length
    for (const [first, ...more] of sameKeys(mapping)) {
      const key = targetOf(first as RawNode)
      if (key.kind === SCALAR_NODE && this.#isDoubled(key)) this.#repeat(mapping, first as RawNode, undefined)
      for (const [at, other] of more.slice(0, MAX_REPEATED).entries()) {
        this.#repeat(mapping, other, first)
        for (const later of more.slice(at + 1, MAX_REPEATED)) this.#repeat(mapping, later, other)
      }
      if (this.#duplicates.length > MAX_REPEATED) break
    }
    return this.#duplicates.length > before
  }

  #isDoubled(key: RawNode): boolean {
    return key.style === PLAIN && key.tag === '' && key.value !== '' && isNull(resolveCore(key.value))
  }

  #repeat(mapping: RawNode, node: RawNode, first: RawNode | undefined): void {
    if (this.#hidden > 0 || targetOf(node).value === '<<') return
    const lines = this.#lines()
    const line = first === undefined ? lines.lineBehind(mapping) : lines.lineOf(node)
    const firstLine = lines.lineOf(first ?? node)
    const key = quoteGo(targetOf(node).value)
    this.#duplicates.push(`line ${line}: mapping key ${key} already defined at line ${firstLine}`)
  }

  #key(key: RawNode, place: Place, object: JsonObject): string | typeof DROPPED {
    if (key.kind !== SCALAR_NODE) {
      const value = this.node(key, place)
      this.#refuse(`invalid map key: ${goValue(value)}`)
      return DROPPED
    }
    if (key.value === '' && key.implicit) return ''
    const value = this.#scalar(key, false)
    if (typeof value === 'string') return value
    if (value instanceof Literal && key.tag === `${CORE_TAG}binary`) return String(value.value)
    if (place.depth === 1) return isNull(value) ? DROPPED : key.value
    markOddKey(object, key.value, value)
    return key.value
  }

  #lines(): PrintedLines {
    this.#printed ??= new PrintedLines(this.#root, this.#text)
    return this.#printed
  }

  #refuse(problem: string): void {
    if (this.#hidden === 0) this.#refused ??= problem
  }

  #refuseTab(node: RawNode): void {
    const line = this.#lines().lineOf(node)
    this.#unreadable ??= `line ${line}: found a tab character where an indentation space is expected`
  }

  #scalar(node: RawNode, inFlow: boolean): Json {
    const { tag, value, style } = node
    if (tag === '' || tag === '!') {
      if (style === PLAIN) return inFlow ? flowScalar(value) : resolveCore(value)
      const isBlock = !inFlow && (style === FOLDED || style === LITERAL)
      if (isBlock && startsWithTab(value)) this.#refuseTab(node)
      return isBlock && style === FOLDED ? refold(value) : value
    }
    const found = tagged(tag, value)
    if (typeof found !== 'object' || found === null || found instanceof Literal) return found
    this.#refuse(found.refused)
    return null
  }
}

/** Inside a flow collection, what cannot be written plain there is written in quotes, and read again as a text. */
function flowScalar(text: string): CoreScalar {
  return text === '' || text.includes(':') ? text : resolveCore(text)
}

/** The keys of a mapping, those of one text together. */
function sameKeys(mapping: RawNode): Iterable<RawNode[]> {
  const groups = new Map<string, RawNode[]>()
  for (let index = 0; index + 1 < mapping.children.length; index += 2) {
    const node = mapping.children[index] as RawNode
    const { kind, value } = targetOf(node)
    const group = groups.get(`${kind} ${value}`)
    if (group === undefined) groups.set(`${kind} ${value}`, [node])
    else group.push(node)
  }
  return groups.values()
}

function addMissing(object: JsonObject, other: JsonObject): void {
  for (const key of Object.keys(other)) {
    if (key in object) continue
    object[key] = other[key] as Json
    copyOddKey(other, object, key)
  }
}

function isNull(value: Json): boolean {
  return value === null || (value instanceof Literal && value.value === null)
}

function isMerge({ tag, style }: RawNode): boolean {
  return tag === `${CORE_TAG}merge` || ((tag === '' || tag === '!') && style === PLAIN)
}

function targetOf(node: RawNode): RawNode {
  return node.kind === ALIAS_NODE ? (node.target as RawNode) : node
}

interface Refused {
  readonly refused: string
}

const RESOLVED_TAGS = ['bool', 'int', 'float', 'null', 'timestamp']

/** The value of a scalar with a tag; tags that Go does not know leave the text as it is. */
function tagged(tag: string, text: string): CoreScalar | Refused {
  const name = tag.startsWith(CORE_TAG) ? tag.slice(CORE_TAG.length) : ''
  if (name === 'binary') return binary(text)
  if (!RESOLVED_TAGS.includes(name)) return text
  const value = resolveCore(text)
  const isDate = value instanceof Literal && typeof value.value === 'string'
  const found = isDate && name !== 'timestamp' ? 'str' : tagOf(value, text)
  if (found === name || (name === 'float' && found === 'int')) return value
  return { refused: `cannot decode !!${found} \`${text}\` as a !!${name}` }
}

function tagOf(value: CoreScalar, text: string): string {
  const plain = value instanceof Literal ? value.value : value
  if (plain === null) return 'null'
  if (typeof plain === 'boolean') return 'bool'
  if (typeof plain === 'string') return value instanceof Literal ? 'timestamp' : 'str'
  if (typeof plain === 'bigint') return 'int'
  return isCoreInteger(text) ? 'int' : 'float'
}

function binary(text: string): CoreScalar | Refused {
  const clean = text.replace(/[\r\n]/g, '')
  if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) {
    return { refused: '!!binary value contains invalid base64 data' }
  }
  const bytes = Uint8Array.from(atob(clean), (byte) => byte.charCodeAt(0))
  return new Literal(text, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
}
