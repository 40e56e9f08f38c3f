import { byteLength } from './bytes.ts'
import type { TemplatePosition } from './error.ts'

/** A text that templates were parsed from. */
export interface Source {
  readonly file: string
  readonly text: string
}

/** Where offset `pos` (UTF-16 units) is; columns in bytes, from 1. */
export function locate(source: Source, pos: number): TemplatePosition {
  const lineStart = source.text.lastIndexOf('\n', pos - 1) + 1
  let line = 1
  for (let at = source.text.indexOf('\n'); at !== -1 && at < pos; at = source.text.indexOf('\n', at + 1)) line++
  const start = pos === 0 ? 0 : lineStart
  return { file: source.file, line, column: byteLength(source.text.slice(start, pos)) + 1 }
}

/** A position as Go prints it: `file:line:column`, columns from 0. */
export function placeOf(position: TemplatePosition): string {
  return `${position.file}:${position.line}:${position.column - 1}`
}
