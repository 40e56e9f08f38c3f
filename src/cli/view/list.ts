import { dump } from '#yaml'
import { table } from './table.ts'

/** A list in the three ways that Helm prints lists. `none` is said instead of an empty table. */
export interface ListView {
  readonly format: 'table' | 'json' | 'yaml'
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly data: readonly unknown[]
  readonly none: string
  readonly maxWidth?: number
  readonly hasNoHeader?: boolean
}

/** The text of a list. */
export function listText(view: ListView): string {
  if (view.format === 'json') return `${JSON.stringify(view.data)}\n`
  if (view.format === 'yaml') return dump(view.data)
  if (view.rows.length === 0) return `${view.none}\n`
  const text = table(view.header, view.rows, view.maxWidth)
  return view.hasNoHeader ? text.slice(text.indexOf('\n') + 1) : text
}
