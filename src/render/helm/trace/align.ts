import { sprint, type TemplatePosition, type Value } from '#template'
import { alignLeaves, type YamlLine, yamlLines } from './leaves.ts'
import type { Call, Child, Chunk, Part, Read, TracedLine } from './line.ts'
import { type Material, materialOf, type Origin } from './material.ts'

/** A text of the template: its lines are the template's. */
export function textChunk(text: string, at: TemplatePosition): Chunk {
  return text.split('\n').map((line, index) => {
    const parts = (): Part[] => {
      const blank = line.length - line.trimStart().length
      const column = (index === 0 ? at.column : 1) + blank
      return [{ text: line, at: { file: at.file, line: at.line + index, column }, calls: [], reads: [] }]
    }
    return { text: line, parts }
  })
}

/** What an action printed: each line is the line of an include's result, an entry of a table, or the action's own. */
export function actionChunk(text: string, origin: Origin): Chunk {
  const lines = text.split('\n')
  let printed: Printed | undefined
  return lines.map((line, index) => ({
    text: line,
    parts: () => {
      printed ??= new Printed(lines, origin.at, materialOf(origin))
      return printed.parts(line, index)
    },
  }))
}

interface PrintedTable {
  readonly table: Value
  /** For each line the path of the entry on it. */
  readonly steps: readonly (readonly (string | number)[] | undefined)[]
  readonly hits: number
}

/** One printing of an action. */
class Printed {
  readonly #lines: readonly string[]
  readonly #at: TemplatePosition
  readonly #material: Material
  readonly #included: readonly (readonly Part[] | undefined)[]
  #tables: readonly PrintedTable[] | undefined

  constructor(lines: readonly string[], at: TemplatePosition, material: Material) {
    this.#lines = lines
    this.#at = at
    this.#material = material
    this.#included = this.#includedLines()
  }

  parts(text: string, index: number): readonly Part[] {
    if (text.trim() === '') return [{ text, at: this.#at, calls: [], reads: [] }]
    return this.#included[index] ?? this.#partlyIncluded(text) ?? this.#ownLine(text, index)
  }

  /** For each line the line of an include's result that reads the same, in the order of the result. */
  #includedLines(): (readonly Part[] | undefined)[] {
    const { children } = this.#material
    if (children.length === 0) return []
    const places = children.map(placesOf)
    const next = children.map(() => 0)
    return this.#lines.map((line) => {
      const wanted = line.trim()
      if (wanted === '') return undefined
      for (const [number, child] of children.entries()) {
        const all = places[number]?.get(wanted)
        if (all === undefined) continue
        const place = all.find((candidate) => candidate >= (next[number] as number)) ?? (all[0] as number)
        next[number] = place + 1
        return this.#adopted(child, child.lines[place] as TracedLine)
      }
      return undefined
    })
  }

  /** The result of an include that is one line, with something around it. */
  #partlyIncluded(text: string): readonly Part[] | undefined {
    if (this.#lines.length > 3) return undefined
    for (const child of this.#material.children) {
      const filled = child.lines.filter((line) => line.text.trim() !== '')
      const [only] = filled
      if (filled.length === 1 && only !== undefined && only.text.trim().length > 2 && text.includes(only.text.trim())) {
        return this.#adopted(child, only)
      }
    }
    return undefined
  }

  #adopted(child: Child, line: TracedLine): readonly Part[] {
    const call: Call = { template: child.template, at: this.#at }
    return line.parts.map((part) => adopt(part, call))
  }

  #ownLine(text: string, index: number): readonly Part[] {
    const part: Part = { text, at: this.#at, calls: [], reads: [] }
    for (const { table, steps } of this.#printedTables()) {
      const found = steps[index]
      if (found !== undefined) return [{ ...part, leaf: { table, steps: found } }]
    }
    const { own, given, action } = this.#material
    if (action === undefined) return [{ ...part, reads: own.length > 0 ? own : remembered(text, given) }]
    const held = given.map((read) => itemOf(read, text)).filter(({ value }) => own.length === 0 || isScalar(value))
    const isOwn = own.some(({ value }) => isScalar(value) && printed(value) !== '' && text.includes(printed(value)))
    return [{ ...part, reads: [...own, ...held] }, ...(isOwn ? [] : this.#sourceOfHash(text))]
  }

  /** Tables that the action prints, the one with most of the lines first. */
  #printedTables(): readonly PrintedTable[] {
    this.#tables ??= this.#findTables()
    return this.#tables
  }

  #findTables(): readonly PrintedTable[] {
    const filled = this.#lines.filter((text) => text.trim() !== '')
    if (filled.length === 1 && !filled.some((text) => /:(?: |$)|^\s*- /.test(text))) return []
    const read: readonly YamlLine[] = yamlLines(this.#lines)
    const tables = new Set([...this.#material.own, ...this.#material.given].map(({ value }) => value))
    const found: PrintedTable[] = []
    for (const table of tables) {
      if (!(table instanceof Map) && !Array.isArray(table)) continue
      const steps = alignLeaves(read, table)
      const hits = steps.filter((step) => step !== undefined).length
      const isSure = this.#material.action !== undefined || hits >= filled.length / 2
      if (hits > 0 && isSure) found.push({ table, steps, hits })
    }
    return found.toSorted((a, b) => b.hits - a.hits)
  }

  /** A single word made from an include's whole result has used all its values. */
  #sourceOfHash(text: string): Part[] {
    const [child] = this.#material.children
    if (child === undefined || this.#lines.length > 1) return []
    const reads = child.lines.flatMap((line) => line.parts.flatMap((part) => part.reads)).slice(0, MAX_HASHED)
    return [{ text, at: this.#at, calls: [{ template: child.template, at: this.#at }], reads }]
  }
}

const MAX_HASHED = 20

/** An earlier look-up that gave just this text, when only one did. */
function remembered(text: string, recent: readonly Read[]): Read[] {
  const wanted = plain(text)
  const same = recent
    .map((read) => itemOf(read, text))
    .filter(({ value }) => isScalar(value) && printed(value) === wanted)
  const [first] = same
  const isOne = same.every(({ receiver, name }) => receiver === first?.receiver && name === first.name)
  return first !== undefined && isOne ? [first] : []
}

/** The item of a list or table that was read, when just one prints this text; else what was read. */
function itemOf(read: Read, text: string): Read {
  const { value, at } = read
  if (!(value instanceof Map) && !Array.isArray(value)) return read
  const wanted = plain(text)
  const entries = value instanceof Map ? [...value] : [...value.entries()]
  const same = entries.filter(([, item]) => isScalar(item as Value) && printed(item as Value) === wanted)
  const [first] = same
  return first !== undefined && same.length === 1
    ? { receiver: value, name: String(first[0]), value: first[1] as Value, at }
    : read
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

function printed(value: Value): string {
  return plain(sprint([value]))
}

function plain(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2')
}
