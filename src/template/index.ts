/**
 * Go's `text/template`, complete: lexer, parser, closures compiled once, builtins, printf, and the Sprig functions.
 * Text and values (value.ts) go in; text comes out, or a `TemplateError` that names file, line and column.
 * It knows nothing of Helm, reads no file, and has no clock or randomness of its own: they come in as arguments.
 */
export * from './bytes.ts'
export { define } from './define.ts'
export type { TemplateErrorCode, TemplatePosition } from './error.ts'
export { TemplateError } from './error.ts'
export type { Budget, TemplateOptions, TemplateSet, Tracer } from './options.ts'
export * from './value.ts'
