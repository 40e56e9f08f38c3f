import { loadResources, YamlError } from '#yaml'
import { KustomizeError } from '../error.ts'
import { yamlHint } from '../file/yaml-hint.ts'
import type { Json } from './json.ts'

/** One document of a stream and the line at which it starts, counted from 1. */
export interface ResourceDocument {
  readonly value: Json
  readonly line: number
  /** Which part of the stream it is, empty ones counted, from 0. */
  readonly index: number
  /** What the reference refuses only when it prints the object. */
  readonly problem: YamlError | undefined
}

/** The documents of a text as the reference reads resources. Throws `bad-yaml` with its words. */
export function loadDocuments(text: string, file: string): ResourceDocument[] {
  try {
    return loadResources(text, { file }) as ResourceDocument[]
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const position = { line: 1, column: 1, ...error.position, file }
    throw new KustomizeError({
      code: 'bad-yaml',
      message: error.message,
      position,
      hint: yamlHint(error.message),
      cause: error,
    })
  }
}
