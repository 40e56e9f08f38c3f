import { decode } from './decode.ts'
import { Parser } from './parser.ts'
import { BUILD, quickRead, UNUSUAL } from './quick.ts'
import { readable } from './readable.ts'
import type { YamlValue } from './value.ts'

/** How to read a document. */
export interface LoadOptions {
  /** Name for positions in errors. */
  readonly file?: string
  /** What a repeated key does: the last one wins (`last`, as Go's `Unmarshal`), or it is an error (`UnmarshalStrict`). */
  readonly duplicateKeys?: 'last' | 'error'
}

/**
 * The first document of a text, as `sigs.k8s.io/yaml` unmarshals it into an `interface{}`; what follows it is not even
 * looked at. Empty text is null. Throws `YamlError` with Go's message.
 */
export function load(text: string, options: LoadOptions = {}): YamlValue {
  const value = quickRead(text, BUILD)
  return value === UNUSUAL ? loadFully(text, options) : value
}

/** Every document of a stream, as Go's decoder reads them one after the other. Throws `YamlError`. */
export function loadAll(text: string, options: LoadOptions = {}): YamlValue[] {
  const parser = parserOf(text, options)
  const values: YamlValue[] = []
  for (let root = parser.document(); root !== undefined; root = parser.document()) values.push(decode(root, options))
  return values
}

/** The same as `load` by the complete parser alone. */
export function loadFully(text: string, options: LoadOptions): YamlValue {
  const root = parserOf(text, options).document()
  return root === undefined ? null : decode(root, options)
}

/** A parser for a text of which Go may refuse a part. */
export function parserOf(text: string, options: LoadOptions): Parser {
  const { text: head, unreadable } = readable(text)
  return new Parser(head, { file: options.file, unreadable })
}
