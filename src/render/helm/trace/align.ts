import { sprint, type TemplatePosition, type Value } from '#template'
import { alignLeaves } from './leaves.ts'
import type { Call, Chunk, Part, Read, TracedLine } from './line.ts'
import type { Child } from './recorder.ts'

/** What an action may have printed. */
export interface Material {
  /** Look-ups of the action itself. */
  readonly own: readonly Read[]
  /** Earlier look-ups of the same template, latest first. */
  readonly recent: readonly Read[]
  /** Results of includes, latest first. */
  readonly children: readonly Child[]
}

/** A text of the template: its lines are the template's. */
export function textChunk(text: string, at: TemplatePosition): Chunk {
  const lines = text.split('\n').map((line, index) => {
    const blank = line.length - line.trimStart().length
    const column = (index === 0 ? at.column : 1) + blank
    return lineOf({ text: line, at: { file: at.file, line: at.line + index, column }, calls: [], reads: [] })
  })
  return { lines }
}

/** What an action printed: each line is the line of an include's result, an entry of a table, or the action's own. */
export function actionChunk(text: string, at: TemplatePosition, material: Material): Chunk {
  const lines = text.split('\n').map((line) => ({ text: line }))
  const origins = new Origins(lines, at, material)
  return { lines: lines.map((line, index) => origins.line(line.text, index)) }
}

function lineOf(part: Part): TracedLine {
  return { text: part.text, parts: [part] }
}

interface PrintedTable {
  readonly table: Value
  /** For each line the path of the entry on it. */
  readonly steps: readonly ((string | number)[] | undefined)[]
}

class Origins {
  readonly #lines: readonly { readonly text: string }[]
  readonly #at: TemplatePosition
  readonly #material: Material
  readonly #places: readonly Map<string, number[]>[]
  readonly #next: number[]
  #tables: readonly PrintedTable[] | undefined

  constructor(lines: readonly { readonly text: string }[], at: TemplatePosition, material: Material) {
    this.#lines = lines
    this.#at = at
    this.#material = material
    this.#places = material.children.map(placesOf)
    this.#next = material.children.map(() => 0)
  }

  line(text: string, index: number): TracedLine {
    if (text.trim() === '') return lineOf({ text, at: this.#at, calls: [], reads: [] })
    return this.#included(text) ?? this.#partlyIncluded(text) ?? this.#ownLine(text, index)
  }

  /** The line of an include's result that reads the same. */
  #included(text: string): TracedLine | undefined {
    const wanted = text.trim()
    for (const [number, child] of this.#material.children.entries()) {
      const all = this.#places[number]?.get(wanted)
      if (all === undefined) continue
      const place = all.find((candidate) => candidate >= (this.#next[number] as number)) ?? (all[0] as number)
      this.#next[number] = place + 1
      return this.#adopted(text, child, child.lines[place] as TracedLine)
    }
    return undefined
  }

  /** The result of an include that is one line, with something around it. */
  #partlyIncluded(text: string): TracedLine | undefined {
    if (this.#lines.length > 3) return undefined
    for (const child of this.#material.children) {
      const filled = child.lines.filter((line) => line.text.trim() !== '')
      const [only] = filled
      if (filled.length === 1 && only !== undefined && only.text.trim().length > 2 && text.includes(only.text.trim())) {
        return this.#adopted(text, child, only)
      }
    }
    return undefined
  }

  #adopted(text: string, child: Child, line: TracedLine): TracedLine {
    const call: Call = { template: child.template, at: this.#at }
    return { text, parts: line.parts.map((part) => adopt(part, call)) }
  }

  #ownLine(text: string, index: number): TracedLine {
    const part = { text, at: this.#at, calls: [], reads: [] }
    for (const { table, steps } of this.#printedTables()) {
      const found = steps[index]
      if (found !== undefined) return lineOf({ ...part, leaf: { table, steps: found } })
    }
    const reads = this.#material.own.length > 0 ? this.#material.own : this.#remembered(text)
    const inner = this.#material.own.length === 0 && reads.length === 0 ? this.#sourceOfHash() : []
    return lineOf({ ...part, reads: [...reads, ...inner] })
  }

  /** Tables that the action prints, if it does: half of the lines must be theirs. */
  #printedTables(): readonly PrintedTable[] {
    this.#tables ??= this.#findTables()
    return this.#tables
  }

  #findTables(): readonly PrintedTable[] {
    const seen = new Set<Value>()
    const found: (PrintedTable & { readonly hits: number })[] = []
    const filled = this.#lines.filter(({ text }) => text.trim() !== '').length
    const { own } = this.#material
    if (filled === 1 && (own.some(({ value }) => isScalar(value)) || !this.#lines.some(isEntry))) return []
    for (const { value } of [...this.#material.own.toReversed(), ...this.#material.recent]) {
      if (typeof value !== 'object' || value === null || seen.has(value) || seen.size > 12) continue
      seen.add(value)
      if (isScopeLike(value)) continue
      const steps = alignLeaves(this.#lines, value)
      const hits = steps.filter((step) => step !== undefined).length
      if (hits > 0 && hits >= filled / 2) return [{ table: value, steps }]
      if (hits > 0) found.push({ table: value, steps, hits })
    }
    return filled > 1 ? found.toSorted((a, b) => b.hits - a.hits).slice(0, 2) : []
  }

  /** An earlier look-up that gave just this text, as a variable or `.` holds it. */
  #remembered(text: string): Read[] {
    const wanted = plain(text)
    const same = this.#material.recent.find(({ value }) => isScalar(value) && plain(sprint([value])) === wanted)
    if (same !== undefined) return [same]
    for (const read of this.#material.recent) {
      const { value } = read
      if (!Array.isArray(value)) continue
      const index = value.findIndex((item) => isScalar(item) && plain(sprint([item])) === wanted)
      if (index >= 0) return [{ receiver: value, name: String(index), value: value[index] as Value, at: read.at }]
    }
    return []
  }

  /** A single word made from an include's whole result has used all its values. */
  #sourceOfHash(): Read[] {
    const [child] = this.#material.children
    if (child === undefined || this.#lines.length > 1) return []
    return child.lines.flatMap((line) => line.parts.flatMap((part) => part.reads)).slice(0, 20)
  }
}

/** Whether a line may be an entry of a table or list. */
function isEntry({ text }: { readonly text: string }): boolean {
  return /:(?: |$)|^\s*- /.test(text)
}

function isScopeLike(value: Value): boolean {
  return value instanceof Map && value.has('Values') && value.has('Release')
}

function placesOf(child: Child): Map<string, number[]> {
  const places = new Map<string, number[]>()
  child.lines.forEach(({ text }, index) => {
    const key = text.trim()
    if (key === '') return
    const known = places.get(key)
    if (known === undefined) places.set(key, [index])
    else known.push(index)
  })
  return places
}

/** The part as its caller sees it; a text run by `tpl` has no place of its own. */
function adopt(part: Part, call: Call): Part {
  const at = part.at.file === 'gotpl' ? call.at : part.at
  const template = call.template === 'gotpl' ? 'tpl' : call.template
  return { ...part, at, calls: [{ template, at: call.at }, ...part.calls] }
}

function isScalar(value: Value): boolean {
  return typeof value !== 'object' || (value !== null && !(value instanceof Map) && !Array.isArray(value))
}

function plain(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2')
}
