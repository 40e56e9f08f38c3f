import { JsonPathError, printJsonPath } from '#kube'
import type { YamlMap } from '#yaml'
import type { Persona } from '../frame/session.ts'

/**
 * What a JSONPath selects of the values. For berth a bare path (`image.tag`) is read as kubectl reads it; Helm takes a text
 * without braces as it stands, and prints nothing for what is not there. Throws JsonPathError.
 */
export function selectValues(values: YamlMap, path: string, persona: Persona): string {
  const isHelm = persona === 'helm'
  const template = isHelm || path.includes('{') ? path : `{${path.startsWith('.') ? path : `.${path}`}}`
  try {
    return printJsonPath(template, values, { allowMissing: isHelm })
  } catch (error) {
    if (isHelm && error instanceof JsonPathError && error.code === 'syntax') {
      error.message = error.message.replace(`${template}, `, `${template}: `)
    }
    throw error
  }
}
