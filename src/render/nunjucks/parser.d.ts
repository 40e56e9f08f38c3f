declare module 'nunjucks/src/parser.js' {
  const parser: {
    readonly parse: (source: string, extensions: readonly never[], options: object) => import('./grammar.ts').ParsedNode
  }
  export default parser
}
