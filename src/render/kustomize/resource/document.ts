import { loadObject, YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import type { Json } from './json.ts'

/** One document of a stream and the line at which it starts, counted from 1. */
export interface ResourceDocument {
  readonly value: Json
  readonly line: number
}

/** The documents of a text as the reference reads resources. Throws `bad-yaml` with its words. */
export function loadDocuments(text: string, file: string): ResourceDocument[] {
  try {
    return split(text).map(({ text: part, line }) => ({ value: loadObject<Json>(part, { file }), line }))
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const position = { line: 1, column: 1, ...error.position, file }
    throw new KustomizeError({
      code: 'bad-yaml',
      message: `MalformedYAMLError: ${error.message}`,
      position,
      cause: error,
    })
  }
}

function split(text: string): { text: string; line: number }[] {
  let line = 1
  return text.split(/^---.*\n/m).map((part) => {
    const start = line
    line += part.split('\n').length
    return { text: part, line: start }
  })
}
