/**
 * Go's `text/template`, complete: lexer, parser, closures compiled once, builtins, printf, and the Sprig functions.
 * Text and values (value.ts) go in; text comes out, or a `TemplateError` that names file, line and column.
 * It knows nothing of Helm, reads no file, and has no clock or randomness of its own: they come in as arguments.
 */

export { builtins } from './builtins.ts'
export * from './bytes.ts'
export { define } from './define.ts'
export { goEquals } from './equal.ts'
export type { TemplateErrorCode, TemplatePosition } from './error.ts'
export { TemplateError } from './error.ts'
export { formatFloat } from './float.ts'
export type { Budget, GoVersion, TemplateOptions, TemplateSet, Tracer } from './options.ts'
export { sortedKeys } from './order.ts'
export { sprint, sprintf, sprintln } from './printf.ts'
export { quoteGo } from './quote.ts'
export {
  type BranchNode,
  type CommandNode,
  type ListNode,
  type OperandNode,
  type PipeNode,
  readSyntax,
  type StatementNode,
  type TemplateSyntax,
  type VariableNode,
} from './references.ts'
export { createTemplateSet } from './set.ts'
export { type Constraint, parseConstraint, satisfies } from './sprig/constraint.ts'
export { asNilContainer, goJson, isNil, parseGoJson, type SprigEnvironment, sprigFunctions } from './sprig/index.ts'
export { type GoTime, recordedTime } from './sprig/recorded-time.ts'
export { compilePattern as compileGoPattern } from './sprig/regex-pattern.ts'
export {
  compareVersions,
  formatVersion,
  parseVersion,
  type SemverDialect,
  type Version,
} from './sprig/semver-version.ts'
export { isTrue } from './truth.ts'
export { goKind, goTypeName } from './types.ts'
export * from './value.ts'
