/** A line of a text file, shown with its neighbours. */
export interface FrameRequest {
  readonly file: string
  readonly text: string
  readonly line: number
  /** From 1, in bytes as Go counts; undefined for no caret. */
  readonly column?: number | undefined
  /** Lines shown before and behind. Default 2. */
  readonly around?: number
}

/** The lines around a place, numbered, with a caret under the column. Empty when the text has no such line. */
export function codeFrame({ file, text, line, column, around = 2 }: FrameRequest): string[] {
  const lines = text.split('\n')
  if (line < 1 || line > lines.length) return []
  const first = Math.max(1, line - around)
  const last = Math.min(lines.length, line + around)
  const width = String(last).length
  const frame = [`  ${' '.repeat(width)} ┌─ ${file}:${line}${column === undefined ? '' : `:${column}`}`]
  for (let number = first; number <= last; number++) {
    const content = lines[number - 1] as string
    if (number === last && number !== line && content.trim() === '') continue
    frame.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} │ ${clipped(content)}`.trimEnd())
    if (number === line && column !== undefined) frame.push(`  ${' '.repeat(width)} │ ${indent(content, column)}^`)
  }
  return frame
}

const MAX_WIDTH = 160

function clipped(text: string): string {
  const clean = text.replaceAll(CONTROL, '?')
  return clean.length > MAX_WIDTH ? `${clean.slice(0, MAX_WIDTH)}…` : clean
}

/** Characters that would move a terminal's cursor; a tab stays. */
const CONTROL = /(?!\t)\p{Cc}/gu

/** White space as wide as what stands before the column; tabs stay tabs. */
function indent(text: string, column: number): string {
  const before = Buffer.from(text)
    .subarray(0, column - 1)
    .toString()
  return before.slice(0, MAX_WIDTH).replaceAll(/[^\t]/gu, ' ')
}
