import type { TemplatePosition, Tracer, Value } from '#template'
import { actionChunk, textChunk } from './align.ts'
import { type Child, type Chunk, joinChunks, type Read, type TracedLine } from './line.ts'
import type { Origin } from './material.ts'
import { TemplateSource } from './source.ts'

/** What a template that is running has written and looked up so far. */
interface Frame {
  readonly template: string
  readonly at: TemplatePosition | undefined
  readonly chunks: Chunk[]
  readonly reads: Read[]
  /** Results of includes. */
  readonly children: Child[]
  /** How many look-ups and results there were at the last writing. */
  seenReads: number
  seenChildren: number
}

/** A tracer that keeps the lines of every file, with what each was made of. */
export class Recorder implements Tracer {
  /** Lines of each template that ran by itself, by its path. */
  readonly files = new Map<string, readonly TracedLine[]>()
  /** The `.Release`, `.Chart`, `.Values`… of each chart, by the object. */
  readonly scopes = new Map<Value, { readonly name: string; readonly scope: Value }>()
  readonly #frames: Frame[] = []
  readonly #sources = new Map<string, TemplateSource | undefined>()
  #textOf: (file: string) => string | undefined = () => undefined

  /** Says how to find a template's text; it is asked for when a line is looked at. */
  readTemplates(textOf: (file: string) => string | undefined): void {
    this.#textOf = textOf
  }

  enter(template: string, at: TemplatePosition | undefined): void {
    this.#frames.push({ template, at, chunks: [], reads: [], children: [], seenReads: 0, seenChildren: 0 })
  }

  leave(): void {
    const frame = this.#frames.pop() as Frame
    const lines = joinChunks(frame.chunks)
    const outer = this.#frames.at(-1)
    if (outer === undefined) this.files.set(frame.template, lines)
    else if (frame.at === undefined) outer.children.push({ template: frame.template, lines })
    else outer.chunks.push(called(frame.template, lines, frame.at))
  }

  field(receiver: Value, name: string, value: Value, at: TemplatePosition): void {
    const isScope = receiver instanceof Map && receiver.has('Values') && receiver.has('Release')
    if (isScope && typeof value === 'object') this.scopes.set(value, { name, scope: receiver })
    this.#frames.at(-1)?.reads.push({ receiver, name, value, at })
  }

  write(text: string, at: TemplatePosition, kind: 'text' | 'action'): void {
    const frame = this.#frames.at(-1) as Frame
    const { reads, children, seenReads, seenChildren } = frame
    frame.seenReads = reads.length
    frame.seenChildren = children.length
    if (text === '') return
    const origin: Origin = {
      at,
      reads,
      children,
      from: { read: seenReads, child: seenChildren },
      to: { read: reads.length, child: children.length },
      sourceOf: (file) => this.#sourceOf(file),
    }
    frame.chunks.push(kind === 'text' ? textChunk(text, at) : actionChunk(text, origin))
  }

  #sourceOf(file: string): TemplateSource | undefined {
    if (!this.#sources.has(file)) {
      const text = this.#textOf(file)
      this.#sources.set(file, text === undefined ? undefined : new TemplateSource(text))
    }
    return this.#sources.get(file)
  }
}

function called(template: string, lines: readonly TracedLine[], at: TemplatePosition): Chunk {
  return lines.map((line) => ({
    text: line.text,
    parts: () => line.parts.map((part) => ({ ...part, calls: [{ template, at }, ...part.calls] })),
  }))
}
