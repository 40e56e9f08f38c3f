import type { Json, JsonObject } from './literal.ts'
import { ALIAS_NODE, BLOCK, MAPPING, PLAIN, type RawNode, SCALAR_NODE } from './node.ts'
import { noteField, noteValue } from './note.ts'

/** Whether a text may have a comment that says something to a program: `# {…}`. */
export function hasNotes(text: string): boolean {
  return NOTE.test(text)
}

const NOTE = /#[ \t]*\{/

/** Columns at which comments start, by line; both count from 0. */
export type CommentColumns = Map<number, number>

interface Entry {
  readonly key: RawNode
  readonly content: RawNode
  readonly value: Json
}

/**
 * Finds what the comments of block collections belong to, as go-yaml v3 does, and notes those that start with `{`: one
 * behind a key or its value, or in the lines above a key or an item.
 */
export class CommentReader {
  readonly #lines: readonly string[]
  readonly #comments: CommentColumns
  /** Column of the innermost block collection that has an entry in a line. */
  readonly #columns = new Map<number, number>()

  /** Lines of keys with a block collection below them. */
  readonly #openers = new Set<number>()

  constructor(root: RawNode, text: string, comments: CommentColumns) {
    this.#lines = text.split('\n')
    this.#comments = comments
    this.#placeEntries(root)
  }

  /** Notes the comments of an entry of a block mapping; one behind a flow collection belongs to the value itself. */
  noteEntry(map: JsonObject, name: string, { key, content, value }: Entry): void {
    const line = this.#behind(key, content)
    const head = this.#indented(key) ? this.#above(key.line, key.column) : undefined
    const isOfValue = isCollection(content) && content.style !== BLOCK
    if (isOfValue) keepValue(value, line)
    // A comment in the line of a key hides those above; behind a scalar it belongs to the value.
    const own = isOfValue ? [head] : content.kind === SCALAR_NODE ? [line, head] : [line ?? head]
    const notes = own.flatMap((comment) => noteOf(comment) ?? [])
    if (notes.length > 0) noteField(map, name, notes)
  }

  /** Notes the comment of an item of a block sequence in column `column`. */
  noteItem(item: RawNode, column: number, value: Json): void {
    const own = isCollection(item) && item.style !== BLOCK ? this.#lastBehind(item) : undefined
    const line = this.#dashLine(item, column)
    keepValue(value, own ?? (line === undefined ? undefined : this.#above(line, column)))
  }

  /** The line where an item's dash stands, if nothing but blanks is before it, and no dash of an inner list behind it. */
  #dashLine({ line: start, column: end }: RawNode, column: number): number | undefined {
    let line = start
    let before = this.#code(line).slice(0, end)
    while (line > 0 && isBlank(before)) before = this.#code(--line)
    return before.trim() === '-' && before[column] === '-' ? line : undefined
  }

  #behind(key: RawNode, content: RawNode): string | undefined {
    if (isCollection(content) && content.style !== BLOCK) return this.#lastBehind(content)
    if (content.kind === SCALAR_NODE) return this.#trailing(content.line) ?? this.#trailing(key.line)
    const column = this.#comments.get(key.line)
    if (column === undefined || content.line === key.line) return undefined
    // Behind an anchor or a tag, a comment belongs to what comes first in the collection.
    const between = (this.#lines[key.line] ?? '').slice(key.column, column).trimEnd()
    return between.endsWith(':') ? this.#trailing(key.line) : undefined
  }

  /** The comment behind the bracket that closes a flow collection. */
  #lastBehind(flow: RawNode): string | undefined {
    let line = lastLine(flow)
    while (line < this.#lines.length && !/[\]}]\s*$/.test(this.#code(line))) line++
    return this.#trailing(line)
  }

  /** A line without its comment. */
  #code(line: number): string {
    return (this.#lines[line] ?? '').slice(0, this.#comments.get(line))
  }

  #trailing(line: number): string | undefined {
    return isBlank(this.#code(line)) ? undefined : this.#comment(line)
  }

  #comment(line: number): string | undefined {
    const column = this.#comments.get(line)
    return column === undefined ? undefined : this.#lines[line]?.slice(column)
  }

  /** True for a key that has nothing before it in its line. */
  #indented(key: RawNode): boolean {
    return isBlank((this.#lines[key.line] ?? '').slice(0, key.column))
  }

  /** The first comment of those above an entry, as far as they do not belong to what is before them. */
  #above(line: number, column: number): string | undefined {
    let top = line
    while (top > 0 && isBlank(this.#code(top - 1))) top--
    // Behind a dash alone a comment belongs to what comes below.
    if (/^[- ]+$/.test(this.#code(top - 1)) && this.#comments.has(top - 1)) return this.#comment(top - 1)
    const isStart = top === 0 || /^---\s*$/.test(this.#code(top - 1))
    if (isStart) return this.#adjacent(top, line)
    const before = this.#columnAt(top - 1)
    let at = this.#firstComment(top, line)
    if (at === top && !this.#openers.has(top - 1)) at = this.#firstComment(this.#footEnd(top, before), line)
    while (at < line && before > column && (this.#comments.get(at) ?? 0) > column) at = this.#firstComment(at + 1, line)
    return at < line ? this.#comment(at) : undefined
  }

  #firstComment(from: number, end: number): number {
    let at = from
    while (at < end && !this.#comments.has(at)) at++
    return at
  }

  /** Comments right below an entry belong to it, if an empty line or a comment further out follows; else to the next. */
  #footEnd(top: number, column: number): number {
    const first = this.#comments.get(top) ?? 0
    let end = top + 1
    while (this.#continues(end, first, column)) end++
    return isBlank(this.#code(end)) ? end : top
  }

  #continues(line: number, first: number, column: number): boolean {
    const start = this.#comments.get(line)
    return start !== undefined && isBlank(this.#code(line)) && (start === first || start >= column)
  }

  /** At the start of a document only the comments right above the first key are its own. */
  #adjacent(top: number, line: number): string | undefined {
    let first = line
    while (first > top && this.#comments.has(first - 1)) first--
    return first === line ? undefined : this.#comment(first)
  }

  #columnAt(line: number): number {
    for (let at = line; at >= 0; at--) {
      const column = this.#columns.get(at)
      if (column !== undefined) return column
    }
    return 0
  }

  #placeEntries(root: RawNode): void {
    const waiting = [root]
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (!isCollection(node) || node.style !== BLOCK) continue
      for (const [at, child] of node.children.entries()) {
        const isEntry = node.kind !== MAPPING || at % 2 === 0
        if (isEntry) this.#columns.set(child.line, Math.max(node.column, this.#columns.get(child.line) ?? 0))
        if (!isEntry && isOpened(child)) this.#openers.add((node.children[at - 1] as RawNode).line)
        waiting.push(child)
      }
    }
  }
}

function keepValue(value: Json, comment: string | undefined): void {
  const note = noteOf(comment)
  if (note !== undefined) noteValue(value, note)
}

/** What a comment says, where it starts with `{`. */
function noteOf(comment: string | undefined): string | undefined {
  const text = comment?.replace(/^#+[ \t]*/, '')
  return text?.startsWith('{') ? text : undefined
}

function isCollection({ kind }: RawNode): boolean {
  return kind !== SCALAR_NODE && kind !== ALIAS_NODE
}

/** True for what stands below its key, and for nothing. */
function isOpened(value: RawNode): boolean {
  return isCollection(value) ? value.style === BLOCK : value.value === '' && value.style === PLAIN
}

function lastLine(node: RawNode): number {
  let last = node
  for (let next = last.children.at(-1); next !== undefined; next = last.children.at(-1)) last = next
  return last.line
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}
