import { SelectorError } from './error.ts'

/** One condition of a field selector; `==` is read as `=`. */
export interface FieldTerm {
  readonly field: string
  readonly operator: '=' | '!='
  readonly value: string
}

/** A field selector, read. */
export interface FieldSelector {
  /** In the order of their texts. */
  readonly terms: readonly FieldTerm[]
  /** True when every object matches. */
  readonly isEverything: boolean
  /** As the API writes it, values escaped. */
  readonly text: string
  /** Whether an object is selected whose fields `read` gives as texts; a missing field is the empty text. */
  matches(read: (field: string) => string): boolean
  /** The value that a field must have, where one term says so. */
  exact(field: string): string | undefined
}

/** Selects every object. */
export const everyField: FieldSelector = selectFields([])

/** The selector of `metadata.name=a,status.phase!=Running`. Throws `bad-field-selector` with upstream's text (fields.ParseSelector). */
export function parseFieldSelector(text: string): FieldSelector {
  if (text === '') return everyField
  const terms = splitTerms(text)
    .sort()
    .filter((part) => part !== '')
    .map((part) => readTerm(part, text))
  return selectFields(terms)
}

/** The selector of these terms. */
export function selectFields(terms: readonly FieldTerm[]): FieldSelector {
  return {
    terms,
    isEverything: terms.length === 0,
    text: terms.map(({ field, operator, value }) => `${field}${operator}${escapeFieldValue(value)}`).join(','),
    matches(read) {
      for (const { field, operator, value } of terms) if ((read(field) === value) !== (operator === '=')) return false
      return true
    },
    exact(field) {
      return terms.find((term) => term.field === field && term.operator === '=')?.value
    },
  }
}

/**
 * Throws `unknown-field` when a term names a field that objects cannot be selected by. `extra` are the kind's own labels
 * beside metadata.name and metadata.namespace; a kind without any has its own words for it.
 */
export function checkSelectableFields(selector: FieldSelector, extra: readonly string[]): void {
  for (const { field } of selector.terms) {
    if (field === 'metadata.name' || field === 'metadata.namespace' || extra.includes(field)) continue
    const only = `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
    throw new SelectorError('unknown-field', extra.length === 0 ? only : `field label not supported: ${field}`)
  }
}

/** A value with `\`, `,` and `=` escaped. */
export function escapeFieldValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&')
}

function splitTerms(text: string): string[] {
  const terms: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === ',') {
      terms.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...terms, text.slice(start)]
}

function readTerm(part: string, whole: string): FieldTerm {
  const found = /!=|==|=/.exec(part)
  if (found === null) {
    throw new SelectorError('bad-field-selector', `invalid selector: '${whole}'; can't understand '${part}'`)
  }
  const value = unescapeValue(part.slice(found.index + found[0].length))
  return { field: part.slice(0, found.index), operator: found[0] === '!=' ? '!=' : '=', value }
}

function unescapeValue(text: string): string {
  if (!/[\\,=]/.test(text)) return text
  return text.replace(/\\(.?)|[,=]/gsu, (whole, escaped: string | undefined) => {
    if (escaped === undefined) {
      const code = whole.codePointAt(0)
      throw new SelectorError('bad-field-selector', `invalid field selector: unescaped character in value: ${code}`)
    }
    if (escaped !== '' && '\\,='.includes(escaped)) return escaped
    throw new SelectorError('bad-field-selector', `invalid field selector: invalid escape sequence: ${whole}`)
  })
}
