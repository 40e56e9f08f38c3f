import type { Json, JsonObject } from '#kube'

const MIN_WIDTH = 6
const PADDING = 3

/**
 * The tables of a server's answers by the kind above them, as `helm status` prints them: each answer is laid out by itself, and
 * columns that were told just before are not told again. Source: k8s.io/cli-runtime printers/tableprinter.go.
 */
export function liveTablesText(live: ReadonlyMap<string, readonly JsonObject[]>): string {
  let lastColumns = ''
  let isTold = false
  let text = ''
  for (const [name, answers] of live) {
    text += `==> ${name}\n`
    for (const answer of answers.map(tableOf)) {
      const columns = JSON.stringify(answer.definitions)
      if (columns !== lastColumns) isTold = false
      lastColumns = columns
      text += layOut(isTold || answer.rows.length === 0 ? answer.rows : [answer.header, ...answer.rows])
      isTold ||= answer.rows.length > 0
    }
    text += '\n'
  }
  return text
}

interface ServerTable {
  readonly definitions: Json
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

interface Column {
  readonly name?: string
  readonly priority?: number
}

/** The columns of an answer that are shown; of an object that came instead of a table its name. */
function tableOf(answer: JsonObject): ServerTable {
  if (answer['kind'] !== 'Table') return plainTable(answer)
  const definitions = answer['columnDefinitions'] ?? []
  const columns = (Array.isArray(definitions) ? definitions : []) as readonly Column[]
  const shown = columns.flatMap(({ priority = 0 }, at) => (priority === 0 ? [at] : []))
  const rows = (Array.isArray(answer['rows']) ? answer['rows'] : []) as readonly { readonly cells?: readonly Json[] }[]
  return {
    definitions,
    header: shown.map((at) => (columns[at]?.name ?? '').toUpperCase()),
    rows: rows.map(({ cells = [] }) => shown.map((at) => cellText(cells[at]))),
  }
}

function plainTable({ metadata }: JsonObject): ServerTable {
  const name = (metadata as { readonly name?: string } | undefined)?.name ?? ''
  return { definitions: ['Name'], header: ['NAME'], rows: [[name]] }
}

/** The first line of a cell, in which nothing obeys a terminal. */
function cellText(cell: Json | undefined): string {
  if (cell === undefined || cell === null) return ''
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  const end = text.search(/[\f\n\r]/)
  return (end < 0 ? text : `${text.slice(0, end)}...`).replaceAll('\u001b', '^[')
}

/** Columns at least six wide, three blanks between them, nothing behind the last. */
function layOut(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.slice(0, -1).entries()) {
      widths[column] = Math.max(widths[column] ?? MIN_WIDTH, [...cell].length + PADDING)
    }
  }
  const pad = (cell: string, column: number): string => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)
  return rows
    .map((row) => `${row.map((cell, column) => (column < row.length - 1 ? pad(cell, column) : cell)).join('')}\n`)
    .join('')
}
