import type { ParsedNode } from './grammar.ts'

interface Library {
  readonly parse: (source: string, extensions: readonly never[], options: object) => ParsedNode
}

let library: Library | undefined

/** The parser of nunjucks, loaded when first needed; its compiler and environment are not used. */
export async function loadParser(): Promise<Library> {
  if (library === undefined) {
    const module: { readonly default: Library } = await import('nunjucks/src/parser.js')
    library = module.default
  }
  return library
}
