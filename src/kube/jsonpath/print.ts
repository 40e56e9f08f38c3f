import { BadStep, evaluate, MissingField } from './evaluate.ts'
import { JsonPathSyntaxError, type Node, parseTemplate } from './parse.ts'

/** `syntax`: the template cannot be read. `missing`: it asks for something that is not there. */
export type JsonPathErrorCode = 'syntax' | 'missing'

/** A template that cannot be read or does not fit the data. `offset` counts characters of the template from 0. */
export class JsonPathError extends Error {
  readonly code: JsonPathErrorCode
  readonly hint: string | undefined
  readonly offset: number | undefined
  constructor(
    code: JsonPathErrorCode,
    message: string,
    detail: { hint?: string; offset?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause })
    this.name = 'JsonPathError'
    this.code = code
    this.hint = detail.hint
    this.offset = detail.offset
  }
}

/**
 * What a JSONPath template prints for `data` (Maps or plain objects), as `kubectl get -o jsonpath`: texts as they are,
 * several values parted by spaces, tables and lists as JSON; with `allowMissing` a path that leads nowhere prints nothing.
 * Throws `JsonPathError`. Source: k8s.io/cli-runtime/pkg/printers/jsonpath.go.
 */
export function printJsonPath(
  template: string,
  data: unknown,
  options: { readonly allowMissing?: boolean } = {},
): string {
  const printOne = options.allowMissing ? printIfThere : print
  try {
    return parseTemplate(template)
      .map((node) => printOne(node, data, data))
      .join('')
  } catch (cause) {
    if (cause instanceof JsonPathSyntaxError) {
      const hint = `at character ${cause.offset + 1} of the template`
      throw new JsonPathError('syntax', `error parsing jsonpath ${template}, ${cause.message}`, { hint, cause })
    }
    if (cause instanceof MissingField || cause instanceof BadStep) {
      throw new JsonPathError('missing', `error executing jsonpath ${JSON.stringify(template)}: ${cause.message}`, {
        cause,
      })
    }
    throw cause
  }
}

function printIfThere(node: Node, current: unknown, root: unknown): string {
  try {
    return print(node, current, root)
  } catch (error) {
    if (error instanceof MissingField) return ''
    throw error
  }
}

function print(node: Node, current: unknown, root: unknown): string {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'path':
      return evaluate(node.steps, current, root).map(text).join(' ')
    case 'range':
      return evaluate(node.steps, current, root)
        .map((item) => node.body.map((inner) => print(inner, item, root)).join(''))
        .join('')
  }
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(plain(value))
}

/** Maps as objects with sorted keys, as Go's JSON has them. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) {
    const entries = [...value].sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]))
  }
  return value
}
