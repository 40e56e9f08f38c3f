import { quoteGo } from '#template'
import { within } from '../error.ts'
import { readFileSource } from '../generators/file-source.ts'

/** An entry of a generator's `files` with its file copied, the key kept. Throws `KustomizeError`. */
export function localizeFileSource(source: string, { file }: { readonly file: (entry: string) => string }): string {
  const { key, path } = readFileSource(source)
  const local = within(`invalid file source ${quoteGo(source)}`, () => file(path))
  return source === path ? local : `${key}=${local}`
}
