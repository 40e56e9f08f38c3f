/** What can be wrong with an expression or with running one. */
export type CelErrorCode =
  | 'syntax' // the text is no expression
  | 'type' // an unknown name or field, no overload for the types at hand
  | 'evaluation' // no such key, division by zero, overflow …
  | 'cost' // the expression used up what it may cost
  | 'limit' // the expression itself is too long or too deep

/** One finding, at an offset of the source in UTF-16 units. */
export interface CelIssue {
  readonly message: string
  readonly at: number
}

/** An expression that cannot be used, or that failed. `message` is in cel-go's words, with the lines it shows. */
export class CelError extends Error {
  readonly code: CelErrorCode
  readonly issues: readonly CelIssue[]
  constructor(code: CelErrorCode, message: string, issues: readonly CelIssue[] = []) {
    super(message)
    this.name = 'CelError'
    this.code = code
    this.issues = issues
  }
}

/** All findings of one expression as cel-go prints them: `ERROR: <input>:1:6: undefined field 'x'`, the line, a caret. */
export function celErrorOf(code: CelErrorCode, source: string, issues: readonly CelIssue[]): CelError {
  const sorted = [...issues].sort((a, b) => a.at - b.at)
  return new CelError(code, sorted.map((issue) => printIssue(source, issue)).join('\n'), sorted)
}

function printIssue(source: string, { message, at }: CelIssue): string {
  const before = source.slice(0, at)
  const start = before.lastIndexOf('\n') + 1
  const end = source.indexOf('\n', at)
  const line = source.slice(start, end < 0 ? source.length : end).replaceAll('\t', ' ')
  const column = [...source.slice(start, at)].length
  const row = before.split('\n').length
  const pointer = `${'.'.repeat(column)}^`
  return `ERROR: <input>:${row}:${column + 1}: ${message}\n | ${line}\n | ${pointer}`
}

/** Runs what walks an expression or value; one nested too deep for that becomes a CelError of code `limit`. */
export function withoutOverflow<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof RangeError) throw new CelError('limit', 'expression recursion limit exceeded: 250')
    throw error
  }
}
