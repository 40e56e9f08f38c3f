import { decode } from './decode.ts'
import type { Position } from './error.ts'
import { type LoadOptions, parserOf } from './load.ts'
import { ALIAS_NODE, isMergeKey, MAPPING, type RawNode, SEQUENCE } from './node.ts'
import type { YamlValue } from './value.ts'

/** A place with its offset in UTF-16 units from the start of the text. */
export interface NodePosition extends Position {
  readonly offset: number
}

/** A value together with where it and its parts stand. */
export interface YamlNode {
  readonly value: YamlValue
  readonly position: NodePosition
  /** Entries of a mapping, merged ones left out, in document order; undefined for other values. */
  readonly entries: readonly YamlEntry[] | undefined
  /** Items of a list. */
  readonly items: readonly YamlNode[] | undefined
}

/** One key of a mapping. */
export interface YamlEntry {
  readonly key: string
  /** Where the key stands. */
  readonly position: NodePosition
  readonly node: YamlNode
}

/** How deep a tree is followed; what lies deeper has a value but no parts. */
const MAX_DEPTH = 500
/** How many nodes a tree may have, aliases counted wherever they are used. */
const MAX_NODES = 1_000_000

/** The first document with positions; aliases stand where they are used. Throws what `load` throws. */
export function loadTree(text: string, options: LoadOptions = {}): YamlNode {
  const root = parserOf(text, options).document()
  if (root === undefined) {
    return {
      value: null,
      position: { ...at(options), line: 1, column: 1, offset: 0 },
      entries: undefined,
      items: undefined,
    }
  }
  return new Builder(options).node(root, decode(root, options), 0)
}

/** Where the value at a path stands: the key of a mapping's entry, or the item of a list. */
export function locate(tree: YamlNode, path: readonly (string | number)[]): NodePosition | undefined {
  let node = tree
  let position = tree.position
  for (const step of path) {
    const entry = node.entries?.findLast((candidate) => candidate.key === String(step))
    const next = entry?.node ?? (typeof step === 'number' ? node.items?.[step] : undefined)
    if (next === undefined) return undefined
    position = entry?.position ?? next.position
    node = next
  }
  return position
}

function at(options: LoadOptions): { file?: string } {
  return options.file === undefined ? {} : { file: options.file }
}

class Builder {
  readonly #options: LoadOptions
  #nodes = 0

  constructor(options: LoadOptions) {
    this.#options = options
  }

  node(raw: RawNode, value: YamlValue, depth: number): YamlNode {
    const target = raw.kind === ALIAS_NODE ? (raw.target as RawNode) : raw
    const position = this.#position(raw)
    const follows = depth < MAX_DEPTH && this.#nodes++ < MAX_NODES
    const entries = follows && target.kind === MAPPING ? this.#entries(target, value, depth) : undefined
    const items = follows && target.kind === SEQUENCE ? this.#items(target, value, depth) : undefined
    return { value, position, entries, items }
  }

  #entries(raw: RawNode, value: YamlValue, depth: number): YamlEntry[] {
    const map = value instanceof Map ? value : new Map<string, YamlValue>()
    const entries: YamlEntry[] = []
    for (let index = 0; index + 1 < raw.children.length; index += 2) {
      const name = raw.children[index] as RawNode
      const content = raw.children[index + 1] as RawNode
      if (isMergeKey(name)) continue
      const key = this.#keyText(name)
      entries.push({ key, position: this.#position(name), node: this.node(content, map.get(key) ?? null, depth + 1) })
    }
    return entries
  }

  /** The text of a key, as decoding makes it. */
  #keyText(name: RawNode): string {
    const pair: RawNode = { ...name, kind: MAPPING, children: [name, NOTHING] }
    const [key] = (decode(pair, {}) as Map<string, YamlValue>).keys()
    return key as string
  }

  #items(raw: RawNode, value: YamlValue, depth: number): YamlNode[] {
    const list = Array.isArray(value) ? value : []
    return raw.children.map((child, index) => this.node(child, list[index] ?? null, depth + 1))
  }

  #position(raw: RawNode): NodePosition {
    return { ...at(this.#options), line: raw.line + 1, column: raw.column + 1, offset: raw.offset }
  }
}

const NOTHING: RawNode = {
  kind: 3,
  line: 0,
  column: 0,
  offset: 0,
  tag: '',
  value: '',
  style: 0,
  implicit: true,
  children: [],
  target: undefined,
}
