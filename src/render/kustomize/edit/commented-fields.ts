import type { Kustomization } from '../file/types.ts'
import { fieldAt, fieldOrder } from './field-order.ts'
import { printField } from './print-field.ts'

/** A field that stands in a file, and the lines of comment and the empty lines that go before it. */
export interface CommentedField {
  readonly name: keyof Kustomization
  comment: string
}

/**
 * The fields of a file in its order. Comments inside a field move above it, those behind the last field get lost, and a
 * last line without a line break is not seen. Source: kustomize commands/internal/kustfile/kustomizationfile.go.
 */
export function commentedFields(text: string): CommentedField[] {
  const fields: CommentedField[] = []
  let comment = ''
  for (const line of text.match(/[^\n]*\n/g) ?? []) {
    const name = isComment(line) ? undefined : fieldAt(line)
    const last = fields.at(-1)
    if (isComment(line)) {
      comment += line
    } else if (name !== undefined) {
      fields.push({ name, comment })
      comment = ''
    } else if (last !== undefined) {
      last.comment += comment
      comment = ''
    }
  }
  return fields
}

function isComment(line: string): boolean {
  return /^ *(?:#|\n*$)/.test(line)
}

/** A changed kustomization as text: fields and comments in the order of the original, new fields behind them. */
export function printKustomization(original: string, file: Kustomization): string {
  const fields = commentedFields(original)
  const known = new Set(fields.map(({ name }) => name))
  const old = fields.map(({ name, comment }) => comment + printField(file, name))
  const more = fieldOrder.filter((name) => !known.has(name)).map((name) => printField(file, name))
  return [...old, ...more].join('')
}
