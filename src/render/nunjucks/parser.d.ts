declare module 'nunjucks/src/parser.js' {
  const parsing: { readonly Parser: new (tokens: unknown) => import('./library.ts').RawParser }
  export default parsing
}
declare module 'nunjucks/src/lexer.js' {
  const lexing: { readonly lex: (source: string, options: object) => unknown }
  export default lexing
}
