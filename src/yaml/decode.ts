import type { CursorOptions } from './cursor.ts'
import { type Position, YamlError } from './error.ts'
import { goSyntax } from './go-syntax.ts'
import { ALIAS_NODE, CORE_TAG, isMergeKey, MAPPING, type RawNode, SCALAR_NODE } from './node.ts'
import { formatFloat32 } from './number.ts'
import { isTimestamp, parseInteger, resolvePlain, type Scalar } from './resolve.ts'
import type { YamlMap, YamlValue } from './value.ts'

/** How deep Go's JSON decoder follows a value. */
const MAX_DEPTH = 10_000

/** How to read. */
export interface DecodeOptions extends CursorOptions {
  /** What a repeated key does: the last one wins (Go's `Unmarshal`), or it is an error (`UnmarshalStrict`). */
  readonly duplicateKeys?: 'last' | 'error' | undefined
}

interface Frame {
  readonly node: RawNode
  /** The array or map under construction; a merged mapping writes into the map it is merged into. */
  readonly list: YamlValue[] | undefined
  readonly map: YamlMap | undefined
  /** Keys seen so far by Go's type and value, when repeated keys are errors. */
  readonly seen: Set<string> | undefined
  /** The alias that led here. */
  readonly alias: RawNode | undefined
  readonly merged: boolean
  index: number
  key: string
}

/** A value that will arrive when its frame is done. */
const PENDING = Symbol('pending')
type Begun = YamlValue | typeof PENDING

/** The value of a document, as `sigs.k8s.io/yaml` decodes it into an `interface{}`. Throws `YamlError`. */
export function decode(root: RawNode, options: DecodeOptions): YamlValue {
  return new Decoder(options).value(root)
}

/** Go's name of a tag: the core ones with `!!`. */
function shortTag(tag: string): string {
  return tag.startsWith(CORE_TAG) ? `!!${tag.slice(CORE_TAG.length)}` : tag
}

/** The key of a mapping that `sigs.k8s.io/yaml` makes a string of. */
interface Key {
  readonly text: string
  /** Text that is the same only for keys that Go takes for the same. */
  readonly identity: string
  /** As Go prints it with `%#v`. */
  readonly syntax: string
}

class Decoder {
  readonly #options: DecodeOptions
  readonly #stack: Frame[] = []
  readonly #aliases: Set<RawNode>
  #aliasDepth = 0
  #decoded = 1
  #aliased = 0
  readonly #typeErrors: string[] = []
  #firstError: Position | undefined
  #later: (() => YamlError) | undefined

  constructor(options: DecodeOptions, aliases: Set<RawNode> = new Set()) {
    this.#options = options
    this.#aliases = aliases
  }

  value(root: RawNode): YamlValue {
    const result = this.run(root)
    if (this.#typeErrors.length > 0) {
      const message = `yaml: unmarshal errors:\n  ${this.#typeErrors.join('\n  ')}`
      throw new YamlError('duplicate-key', message, this.#firstError)
    }
    if (this.#later !== undefined) throw this.#later()
    return result
  }

  /** Decodes without the errors that Go notices only afterwards. */
  run(root: RawNode): YamlValue {
    let result = this.#begin(root)
    while (this.#stack.length > 0) {
      const frame = this.#stack[this.#stack.length - 1] as Frame
      if (frame.index < frame.node.children.length) this.#advance(frame)
      else {
        const done = this.#end(frame)
        if (this.#stack.length === 0) result = done
      }
    }
    return result as YamlValue
  }

  #advance(frame: Frame): void {
    const child = frame.node.children[frame.index] as RawNode
    if (frame.list !== undefined) {
      frame.index++
      const value = this.#begin(child)
      if (value !== PENDING) frame.list.push(value)
      return
    }
    const content = frame.node.children[frame.index + 1] as RawNode
    frame.index += 2
    if (isMergeKey(child)) return this.#merge(content, frame)
    const key = this.#key(child, content)
    if (frame.seen !== undefined && frame.seen.has(key.identity)) this.#duplicate(content, key)
    frame.seen?.add(key.identity)
    const value = this.#begin(content)
    if (value === PENDING) frame.key = key.text
    else (frame.map as YamlMap).set(key.text, value)
  }

  #end(frame: Frame): YamlValue {
    this.#stack.pop()
    if (frame.alias !== undefined) {
      this.#aliases.delete(frame.alias)
      this.#aliasDepth--
    }
    const value = frame.list ?? (frame.map as YamlMap)
    const parent = this.#stack[this.#stack.length - 1]
    if (parent === undefined || frame.merged) return value
    if (parent.list !== undefined) parent.list.push(value)
    else parent.map?.set(parent.key, value)
    return value
  }

  /** Starts a node: a scalar is done at once, a collection gets a frame. */
  #begin(node: RawNode, into?: Frame): Begun {
    this.#count()
    let alias: RawNode | undefined
    let target = node
    if (node.kind === ALIAS_NODE) {
      if (this.#aliases.has(node)) this.#failCycle(node)
      target = node.target as RawNode
      this.#aliasDepth++
      this.#count()
      if (target.kind === SCALAR_NODE) {
        this.#aliasDepth--
        return this.#scalar(target)
      }
      this.#aliases.add(node)
      alias = node
    }
    if (target.kind === SCALAR_NODE) return this.#scalar(target)
    this.#open(target, alias, into)
    return PENDING
  }

  #open(node: RawNode, alias: RawNode | undefined, into: Frame | undefined): void {
    const isMap = node.kind === MAPPING
    const strict = this.#options.duplicateKeys === 'error'
    if (this.#stack.length >= MAX_DEPTH)
      this.#later ??= () => new YamlError('limit', 'exceeded max depth', this.#place(node))
    this.#stack.push({
      node,
      list: isMap ? undefined : [],
      map: isMap ? (into?.map ?? new Map()) : undefined,
      seen: isMap && strict ? (into?.seen ?? new Set()) : undefined,
      alias,
      merged: into !== undefined,
      index: 0,
      key: '',
    })
  }

  #count(): void {
    this.#decoded++
    if (this.#aliasDepth > 0) this.#aliased++
    if (this.#aliased > 100 && this.#decoded > 1000 && this.#aliased / this.#decoded > allowedRatio(this.#decoded)) {
      throw new YamlError('limit', 'yaml: document contains excessive aliasing')
    }
  }

  /** `<<`: the mappings named there, the first one last so that it wins. */
  #merge(content: RawNode, frame: Frame): void {
    if (content.kind === MAPPING || content.kind === ALIAS_NODE) {
      this.#checkMerged(content)
      this.#begin(content, frame)
      return
    }
    if (content.kind === SCALAR_NODE) this.#failMerge(content)
    for (const child of content.children) this.#checkMerged(child)
    for (const child of content.children) this.#begin(child, frame)
  }

  #checkMerged(node: RawNode): void {
    const target = node.kind === ALIAS_NODE ? (node.target as RawNode) : node
    if (target.kind !== MAPPING) this.#failMerge(node)
  }

  #failMerge(node: RawNode): never {
    const problem = 'yaml: map merge requires map or sequence of maps as the value'
    throw new YamlError('bad-value', problem, this.#place(node))
  }

  #duplicate(content: RawNode, key: Key): void {
    this.#firstError ??= this.#place(content)
    this.#typeErrors.push(`line ${content.line + 1}: key ${key.syntax} already set in map`)
  }

  #key(node: RawNode, content: RawNode): Key {
    const target = node.kind === ALIAS_NODE ? (node.target as RawNode) : node
    if (target.kind !== SCALAR_NODE) {
      this.#checkKey(node, target)
      throw new YamlError('bad-key', `yaml: invalid map key: ${goSyntax(target)}`, this.#place(node))
    }
    this.#count()
    if (!target.implicit && target.tag === '') return stringKey(target.value)
    const value = this.#resolve(target)
    if (typeof value === 'string') return stringKey(value)
    const syntax = goSyntax(target)
    if (typeof value === 'boolean') return { text: syntax, identity: `b${syntax}`, syntax }
    if (typeof value === 'number') return this.#numberKey(target, value, content)
    return this.#badKey(node, content, '%!s(<nil>)')
  }

  /** Finds what is wrong inside a collection that stands as a key; that comes before its being a key. */
  #checkKey(node: RawNode, target: RawNode): void {
    if (node.kind === ALIAS_NODE && this.#aliases.has(node)) this.#failCycle(node)
    const aliases = new Set(this.#aliases)
    if (node.kind === ALIAS_NODE) aliases.add(node)
    new Decoder(this.#options, aliases).run(target)
  }

  #failCycle(node: RawNode): never {
    throw new YamlError('unknown-anchor', `yaml: anchor '${node.value}' value contains itself`, this.#place(node))
  }

  #numberKey(node: RawNode, value: number, content: RawNode): Key {
    const integer = node.tag.endsWith(':float') ? undefined : parseInteger(node.value.replaceAll('_', ''))
    if (integer === undefined) {
      const text = formatFloat32(value)
      return { text, identity: `f${value}`, syntax: goSyntax(node) }
    }
    if (integer > 0x7fffffffffffffffn) return this.#badKey(node, content, 'uint64')
    return { text: String(integer), identity: `i${integer}`, syntax: String(integer) }
  }

  /** A key that JSON cannot have; Go notices only after it has decoded the whole document. */
  #badKey(node: RawNode, content: RawNode, type: string): Key {
    const shown = type === 'uint64' ? `0x${BigInt(parseInteger(node.value) ?? 0n).toString(16)}` : '<nil>'
    this.#later ??= () => {
      const message = `unsupported map key of type: ${type}, key: ${shown}, value: ${goSyntax(content)}`
      return new YamlError('bad-key', message, this.#place(node))
    }
    return { text: '', identity: `n${shown}`, syntax: type === 'uint64' ? shown : 'interface {}(nil)' }
  }

  #scalar(node: RawNode): YamlValue {
    if (node.tag === '' && !node.implicit) return node.value
    const value = this.#resolve(node)
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
      this.#later ??= () => new YamlError('bad-value', `json: unsupported value: ${name}`, this.#place(node))
    }
    return value
  }

  #resolve(node: RawNode): Scalar {
    if (node.tag === '') return resolvePlain(node.value)
    const result = resolveTagged(node.tag, node.value)
    if (typeof result === 'object' && result !== null)
      throw new YamlError('bad-value', result.problem, this.#place(node))
    return result
  }

  #place(node: RawNode): Position {
    const at = { line: node.line + 1, column: node.column + 1 }
    return this.#options.file === undefined ? at : { file: this.#options.file, ...at }
  }
}

function stringKey(text: string): Key {
  return { text, identity: `s${text}`, syntax: goSyntax(text) }
}

/** Share of a document that may come from aliases: 99 % up to 400,000 nodes, down to 10 % from 4,000,000 on. */
function allowedRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99
  return decoded >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000)
}

interface Refused {
  readonly problem: string
}

/** The value of a scalar with a tag; tags that Go does not know leave the text as it is. */
function resolveTagged(tag: string, text: string): Scalar | Refused {
  const name = tag.startsWith(CORE_TAG) ? tag.slice(CORE_TAG.length) : ''
  if (name === 'binary') return decodeBase64(text)
  if (!['bool', 'int', 'float', 'null', 'timestamp'].includes(name)) return text
  const value = isNaturalTimestamp(name, text) ? text : resolvePlain(text)
  const found = tagOf(value, text, name)
  if (found === name || (name === 'float' && found === 'int')) return value
  return { problem: `yaml: cannot decode !!${found} \`${text}\` as a ${shortTag(tag)}` }
}

function isNaturalTimestamp(name: string, text: string): boolean {
  return name === 'timestamp' && isTimestamp(text)
}

function tagOf(value: Scalar, text: string, wanted: string): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return parseInteger(text.replaceAll('_', '')) === undefined ? 'float' : 'int'
  return wanted === 'timestamp' && isTimestamp(text) ? 'timestamp' : 'str'
}

function decodeBase64(text: string): string | Refused {
  const clean = text.replace(/[\r\n]/g, '')
  if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) {
    return { problem: 'yaml: !!binary value contains invalid base64 data' }
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(atob(clean), (byte) => byte.charCodeAt(0)),
  )
}
