/**
 * Rows as Helm's tables print them: every cell padded to its column, columns parted by a tab, no rule lines. A width of 0
 * cuts nothing.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[], maxWidth = 0): string {
  const cut = (cell: string): string =>
    maxWidth > 0 && cell.length > maxWidth ? `${cell.slice(0, Math.max(0, maxWidth - 3))}...` : cell
  const all = [header, ...rows].map((row) => row.map(cut))
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('\t')}\n`).join('')
}
