import type { TemplatePosition, Value } from '#template'

/** One look-up that a template made: `value` is what `name` of `receiver` gave. */
export interface Read {
  readonly receiver: Value
  readonly name: string
  readonly value: Value
  readonly at: TemplatePosition
}

/** A template that was entered on the way to a line, and the place that called it. */
export interface Call {
  readonly template: string
  readonly at: TemplatePosition
}

/** A piece of a line, written by one text or action. `reads` come last to first when they are candidates only. */
export interface Part {
  readonly text: string
  readonly at: TemplatePosition
  /** Outermost call first. */
  readonly calls: readonly Call[]
  readonly reads: readonly Read[]
  /** A path below a read table that this very line prints. */
  readonly leaf?: { readonly table: Value; readonly steps: readonly (string | number)[] } | undefined
}

/** One line of a template's output. */
export interface TracedLine {
  readonly text: string
  readonly parts: readonly Part[]
}

/** Text that was written at once. */
export interface Chunk {
  readonly lines: readonly TracedLine[]
}

/** Chunks put together: the last line of one and the first of the next are the same line. */
export function joinChunks(chunks: readonly Chunk[]): TracedLine[] {
  const lines: { text: string; parts: Part[] }[] = [{ text: '', parts: [] }]
  for (const chunk of chunks) {
    chunk.lines.forEach((line, index) => {
      if (index > 0) lines.push({ text: line.text, parts: [...line.parts] })
      else {
        const last = lines.at(-1) as { text: string; parts: Part[] }
        last.text += line.text
        last.parts.push(...line.parts)
      }
    })
  }
  return lines
}
