import { sprint, type Value } from '#template'
import { inside } from './identity.ts'

type Step = string | number

/** Where a line of YAML stands: the keys and indexes around it, and what is written behind them. */
export interface YamlLine {
  readonly steps: readonly Step[]
  /** Undefined for a further line of a text. */
  readonly value: string | undefined
}

interface Level {
  readonly indent: number
  readonly isList: boolean
  step: Step
}

/** The path of each line of printed YAML, told from its indentation. */
export function yamlLines(lines: readonly string[]): readonly YamlLine[] {
  const reader = new LineReader()
  const shift = firstShift(lines)
  return lines.map((line, index) => reader.read(index === 0 ? ' '.repeat(shift) + line : line))
}

/** White space that a first line has lost to what stands before it (`indent 4 | trim`). */
function firstShift([first = '', ...rest]: readonly string[]): number {
  if (first.trim() === '' || /:\s*$/.test(first)) return 0
  const depths = rest.filter((line) => line.trim() !== '').map(depthOf)
  return depths.length === 0 ? 0 : Math.max(0, Math.min(...depths) - depthOf(first))
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length
}

class LineReader {
  readonly #levels: Level[] = []
  /** The depth of the key whose block of text runs. */
  #block: number | undefined

  read(line: string): YamlLine {
    let indent = depthOf(line)
    let rest = line.trim()
    if (rest === '') return { steps: [], value: undefined }
    if (this.#block !== undefined && indent > this.#block) return { steps: this.#steps(), value: undefined }
    this.#block = undefined
    for (let item = ITEM.exec(rest); item !== null; item = ITEM.exec(rest)) {
      this.#item(indent)
      indent += item[0].length
      rest = rest.slice(item[0].length)
    }
    const [, double, single, bare, value = ''] = KEY.exec(rest) ?? []
    const key = double ?? single ?? bare
    if (key !== undefined) this.#key(key, indent)
    const written = key === undefined ? rest : value
    if (/^[|>][-+\d]*$/.test(written)) this.#block = this.#levels.at(-1)?.indent ?? 0
    return { steps: this.#steps(), value: written }
  }

  #item(indent: number): void {
    this.#close(indent)
    const top = this.#levels.at(-1)
    if (top?.isList && top.indent === indent) top.step = (top.step as number) + 1
    else this.#levels.push({ indent, isList: true, step: 0 })
  }

  #key(key: string, indent: number): void {
    this.#close(indent)
    while (this.#levels.at(-1)?.isList && this.#levels.at(-1)?.indent === indent) this.#levels.pop()
    const top = this.#levels.at(-1)
    if (top !== undefined && top.indent === indent) top.step = key
    else this.#levels.push({ indent, isList: false, step: key })
  }

  #close(indent: number): void {
    while ((this.#levels.at(-1)?.indent ?? -1) > indent) this.#levels.pop()
  }

  #steps(): Step[] {
    return this.#levels.map(({ step }) => step)
  }
}

const ITEM = /^-(?:\s+|$)/
const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'#][^:]*(?::\S[^:]*)*?)):(?:\s+(.*))?$/

/** For each line the path of the table's entry on it, or undefined: path and value must both be the table's. */
export function alignLeaves(lines: readonly YamlLine[], table: Value): (readonly Step[] | undefined)[] {
  return lines.map(({ steps, value }) => (steps.length > 0 && holds(table, steps, value) ? steps : undefined))
}

function holds(table: Value, steps: readonly Step[], text: string | undefined): boolean {
  let current: Value | undefined = table
  for (const step of steps) current = inside(current, step)
  if (current === undefined) return false
  if (current instanceof Map || Array.isArray(current)) {
    return text === '' || text === '{}' || text === '[]'
  }
  if (text === undefined) return true
  if (current === null) return text === 'null' || text === ''
  return text.startsWith('|') || text.startsWith('>') || sameScalar(text, sprint([current]))
}

function sameScalar(text: string, value: string): boolean {
  if (text === value || (text.startsWith('"') && text.includes('\\'))) return true
  return text.replace(/^(["'])(.*)\1$/, '$2').replaceAll("''", "'") === value
}
