/**
 * The Common Expression Language: an expression and the types of its variables go in; a checked program that costs no
 * more than it may comes out. It does no I/O and knows no Kubernetes object.
 */
export { CelError, type CelErrorCode, type CelIssue } from './error.ts'
export { parse } from './parse/parser.ts'
