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

/** A piece of a line, written by one text or action. */
export interface Part {
  readonly text: string
  readonly at: TemplatePosition
  /** Outermost call first. */
  readonly calls: readonly Call[]
  readonly reads: readonly Read[]
  /** A path below a read table that this very line prints. */
  readonly leaf?: { readonly table: Value; readonly steps: readonly (string | number)[] } | undefined
}

/** What one text or action wrote of a line; its parts are found out when somebody asks. */
export interface Piece {
  readonly text: string
  parts(): readonly Part[]
}

/** One line of a template's output. */
export class TracedLine {
  readonly text: string
  readonly #pieces: readonly Piece[]
  #parts: readonly Part[] | undefined

  constructor(pieces: readonly Piece[]) {
    this.text = pieces.length === 1 ? (pieces[0] as Piece).text : pieces.map(({ text }) => text).join('')
    this.#pieces = pieces
  }

  get parts(): readonly Part[] {
    this.#parts ??= this.#pieces.flatMap((piece) => piece.parts())
    return this.#parts
  }
}

/** The output of an included template, before its caller does something with it. */
export interface Child {
  readonly template: string
  readonly lines: readonly TracedLine[]
}

/** Text that was written at once, by line. */
export type Chunk = readonly Piece[]

/** Chunks put together: the last line of one and the first of the next are the same line. */
export function joinChunks(chunks: readonly Chunk[]): TracedLine[] {
  const lines: TracedLine[] = []
  let open: Piece[] = []
  for (const chunk of chunks) {
    for (const [index, piece] of chunk.entries()) {
      if (index > 0) {
        lines.push(new TracedLine(open))
        open = []
      }
      open.push(piece)
    }
  }
  lines.push(new TracedLine(open))
  return lines
}
