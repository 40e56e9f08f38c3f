import { textWidth } from './width.ts'

/**
 * Rows as Helm's tables print them: every cell padded to its column, columns parted by a tab, no rule lines. A width of 0
 * cuts nothing. Source: gosuri/uitable, with its way of cutting cells of several lines.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[], maxWidth = 0): string {
  return tableOf([header, ...rows], maxWidth)
}

/** The same without a heading; no rows are one empty line. */
export function tableOf(rows: readonly (readonly string[])[], maxWidth = 0): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      const width = Math.max(...cell.split('\n').map(textWidth))
      const limited = maxWidth > 0 ? Math.min(width, maxWidth) : width
      widths[column] = Math.max(widths[column] ?? 0, limited)
    }
  }
  return `${rows.map((row) => rowText(row, widths)).join('\n')}\n`
}

function rowText(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => resized(cell, widths[column] ?? 0).split('\n'))
  const height = Math.max(...cells.map((lines) => lines.length))
  const lines = Array.from({ length: height }, (_, at) =>
    cells.map((parts, column) => lineText(parts[at], widths[column] ?? 0)).join('\t'),
  )
  return lines.join('\n')
}

/** A line of a cell; of one that has no such line blanks stand there. */
function lineText(line: string | undefined, width: number): string {
  return line === undefined ? ' '.repeat(Math.max(1, width)) : resized(line, width)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Padded to a width, or cut to so many bytes. */
function resized(text: string, width: number): string {
  const own = textWidth(text)
  if (width === 0 || own === width) return text
  if (own < width) return text + ' '.repeat(width - own)
  return `${decoder.decode(encoder.encode(text).subarray(0, Math.max(0, width - 3)))}...`
}
