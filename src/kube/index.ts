/**
 * The shared kernel of everything that speaks Kubernetes. Plain JSON values go in and come out; it imports nothing of the
 * project, does no I/O, and holds no kind of its own.
 */
export { JsonPathError, type JsonPathErrorCode, printJsonPath } from './jsonpath/print.ts'
export * from './patch/door.ts'
