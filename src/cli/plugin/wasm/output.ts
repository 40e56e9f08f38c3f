import { CliError } from '../../frame/error.ts'

/** The JSON object that a plugin gave. Throws CliError `input` where it gave something else. */
export function outputOf(text: string, name: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
    throw new Error(`expected an object, found ${JSON.stringify(value).slice(0, 40)}`)
  } catch (cause) {
    const reason = text === '' ? 'unexpected end of JSON input' : (cause as Error).message
    throw new CliError('input', `plugin ${JSON.stringify(name)}: its output is no message: ${reason}`, { cause })
  }
}
