import { JsonPathError, printJsonPath } from '#kube'
import type { Compat } from '#source'
import type { YamlMap } from '#yaml'
import type { Persona } from '../frame/session.ts'

/** Who asks: Helm takes a text without braces as it stands and prints nothing for what is not there. */
export interface Asker {
  readonly persona: Persona
  readonly compat: Compat
}

/**
 * What a JSONPath selects of the values; for berth a bare path (`image.tag`) is read as kubectl reads it. Throws
 * JsonPathError.
 */
export function selectValues(values: YamlMap, path: string, { persona, compat }: Asker): string {
  const isHelm = persona === 'helm'
  const template = isHelm || path.includes('{') ? path : `{${path.startsWith('.') ? path : `.${path}`}}`
  try {
    return printJsonPath(template, values, { allowMissing: isHelm })
  } catch (error) {
    if (isHelm && compat === 'helm4' && error instanceof JsonPathError && error.code === 'syntax') {
      error.message = error.message.replace(`${template}, `, `${template}: `)
    }
    throw error
  }
}
