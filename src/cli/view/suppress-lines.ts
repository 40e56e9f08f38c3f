import { RE2JS } from 're2js'
import { CliError } from '../frame/error.ts'

/** Whether one of Go's expressions finds something in a line. Throws CliError `usage` for what is no expression. */
export function suppressLines(expressions: readonly string[]): (line: string) => boolean {
  const patterns = expressions.map((expression) => {
    try {
      return RE2JS.compile(expression)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const text = `--suppress-output-line-regex ${JSON.stringify(expression)}: ${reason}`
      throw new CliError('usage', text, { cause: error })
    }
  })
  return (line) => patterns.some((pattern) => pattern.matcher(line).find())
}
