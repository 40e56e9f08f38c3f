import { BadStep, evaluate, MissingField } from './evaluate.ts'
import { parseTemplate } from './parse.ts'
import { JsonPathError } from './print.ts'

/**
 * Makes a path such as `.status.phase` a search: the values it reaches, none where a field is missing. Throws
 * `JsonPathError` for what is no path. Source: k8s.io/client-go/util/jsonpath, as printer columns use it.
 */
export function compileJsonPath(path: string): (data: unknown) => readonly unknown[] {
  const node = nodeOf(path)
  return (data) => {
    try {
      return evaluate(node.steps, data, data)
    } catch (cause) {
      if (cause instanceof MissingField || cause instanceof BadStep) return []
      throw cause
    }
  }
}

function nodeOf(path: string): Extract<ReturnType<typeof parseTemplate>[number], { kind: 'path' }> {
  try {
    const [node, ...rest] = parseTemplate(`{${path}}`)
    if (node?.kind === 'path' && rest.length === 0) return node
  } catch (cause) {
    throw new JsonPathError('syntax', `unrecognized path "${path}"`, { cause })
  }
  throw new JsonPathError('syntax', `unrecognized path "${path}"`)
}
