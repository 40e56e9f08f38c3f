/**
 * The shared kernel of everything that speaks Kubernetes. Plain JSON values go in and come out; it imports nothing of the
 * project, does no I/O, and holds no kind of its own.
 */
export type { Clock } from './clock.ts'
export { parseGoDuration, printGoDuration } from './duration/go-duration.ts'
export { humanDuration, shortHumanDuration } from './duration/human.ts'
export { JsonPathError, type JsonPathErrorCode, printJsonPath } from './jsonpath/print.ts'
export * from './names/door.ts'
export type { GroupVersionKind, GroupVersionResource, KubeObject, ObjectMeta, OwnerReference } from './object/object.ts'
export { apiVersionOf, groupVersionOf, valueAt } from './object/object.ts'
export * from './patch/door.ts'
export * from './quantity/door.ts'
export type { Schema, ValidationRule } from './schema/schema.ts'
export type { Finding, FindingType } from './status/finding.ts'
export { type Status, type StatusCause, type StatusDetails, StatusError, type StatusReason } from './status/status.ts'
export * from './x509/door.ts'
