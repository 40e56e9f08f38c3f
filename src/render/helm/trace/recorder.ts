import type { TemplatePosition, Tracer, Value } from '#template'
import { actionChunk, textChunk } from './align.ts'
import { type Chunk, joinChunks, type Read, type TracedLine } from './line.ts'

/** What a template that is running has written so far. */
interface Frame {
  readonly template: string
  readonly at: TemplatePosition | undefined
  readonly chunks: Chunk[]
  /** Look-ups since the last writing. */
  reads: Read[]
  /** Look-ups before that, latest first: what a variable may hold. */
  recent: Read[]
  /** Results of includes that nothing has printed yet. */
  children: Child[]
}

/** The output of an included template, before its caller does something with it. */
export interface Child {
  readonly template: string
  readonly lines: readonly TracedLine[]
}

const MAX_RECENT = 80
const MAX_CHILDREN = 60

/** A tracer that keeps the lines of every file, with what each was made of. */
export class Recorder implements Tracer {
  /** Lines of each template that ran by itself, by its path. */
  readonly files = new Map<string, readonly TracedLine[]>()
  /** The `.Release`, `.Chart`, `.Values`… of each chart, by the object. */
  readonly scopes = new Map<Value, { readonly name: string; readonly scope: Value }>()
  readonly #frames: Frame[] = []

  enter(template: string, at: TemplatePosition | undefined): void {
    this.#frames.push({ template, at, chunks: [], reads: [], recent: [], children: [] })
  }

  leave(): void {
    const frame = this.#frames.pop() as Frame
    const lines = joinChunks(frame.chunks)
    const outer = this.#frames.at(-1)
    if (outer === undefined) this.files.set(frame.template, lines)
    else if (frame.at === undefined) {
      outer.children.unshift({ template: frame.template, lines })
      if (outer.children.length > MAX_CHILDREN) outer.children.pop()
    } else outer.chunks.push(called(frame.template, lines, frame.at))
  }

  field(receiver: Value, name: string, value: Value, at: TemplatePosition): void {
    const isScope = receiver instanceof Map && receiver.has('Values') && receiver.has('Release')
    if (isScope && typeof value === 'object') this.scopes.set(value, { name, scope: receiver })
    this.#frames.at(-1)?.reads.push({ receiver, name, value, at })
  }

  write(text: string, at: TemplatePosition, kind: 'text' | 'action'): void {
    const frame = this.#frames.at(-1) as Frame
    const own = frame.reads.filter((read) => isBehind(read.at, at))
    const earlier = [...frame.reads.filter((read) => !own.includes(read)).toReversed(), ...frame.recent]
    if (text !== '' && kind === 'text') frame.chunks.push(textChunk(text, at))
    else if (text !== '') frame.chunks.push(actionChunk(text, at, { own, recent: earlier, children: frame.children }))
    if (frame.reads.length === 0) return
    frame.recent = [...own.toReversed(), ...earlier].slice(0, MAX_RECENT)
    frame.reads = []
  }
}

function isBehind(place: TemplatePosition, start: TemplatePosition): boolean {
  if (place.file !== start.file) return false
  return place.line > start.line || (place.line === start.line && place.column >= start.column)
}

function called(template: string, lines: readonly TracedLine[], at: TemplatePosition): Chunk {
  return {
    lines: lines.map((line) => ({
      text: line.text,
      parts: line.parts.map((part) => ({ ...part, calls: [{ template, at }, ...part.calls] })),
    })),
  }
}
