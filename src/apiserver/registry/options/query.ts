import { badRequest, type Finding } from '#kube'

/** A truth value of a query (`true`, `1`, …), undefined when absent. Anything but a false word is true, as upstream has it. */
export function booleanOf(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  return text.toLowerCase() !== 'false' && text !== '0'
}

/** A whole number of a query, undefined when absent or empty. Throws 400 as Go's ParseInt words it. */
export function integerOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  const value = Number(text)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`)
  }
  return value
}

/** What is wrong with `dryRun`: only `All` is a value. */
export function findDryRunFaults(values: readonly string[]): readonly Finding[] {
  if (values.every((value) => value === 'All')) return []
  return [{ field: 'dryRun', type: 'not-supported', value: [...values], detail: 'supported values: "All"' }]
}

/** What is wrong with `fieldValidation`. */
export function findFieldValidationFaults(value: string): readonly Finding[] {
  if (directives.includes(value)) return []
  const detail = `supported values: ${directives.map((directive) => JSON.stringify(directive)).join(', ')}`
  return [{ field: 'fieldValidation', type: 'not-supported', value, detail }]
}

const directives = ['', 'Ignore', 'Strict', 'Warn']
