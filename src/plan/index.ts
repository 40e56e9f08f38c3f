/**
 * What an operation on a release will do. Objects as they were asked for, are asked for, are, and would be come in; changes
 * of objects and fields with their classes and causes go out, and the order in which objects are written. It asks no server
 * and reads no file.
 */
export { fieldsAnew } from './anew.ts'
export { type CompareFacts, compareObject } from './compare.ts'
export type { Cause, ChangeClass, Compared, FieldChange, HookChange, ObjectChange, Plan } from './contract.ts'
export { crdBreaks } from './crd/compatible.ts'
export { shownPath, stepsOf, valueAtPath } from './diff/path.ts'
export { foreignFields } from './foreign.ts'
export { lineOfPath } from './line.ts'
export { type ClientSidePatch, mergeOffline, patchOffline, schemaOfKind } from './merge.ts'
export { comparable } from './normalize.ts'
export { type Ordered, orderByNeeds, type Stage } from './order/order.ts'
export { decoded, redacted } from './redact.ts'
export { findRenames } from './renames.ts'
