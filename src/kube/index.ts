/**
 * The shared kernel of everything that speaks Kubernetes. Plain JSON values go in and come out; it imports nothing of the
 * project, does no I/O, and holds no kind of its own.
 */
export { type Applied, type Apply, applyServerSide } from './apply/apply.ts'
export type { FieldContext, FieldVersions } from './apply/context.ts'
export { fieldManagerOf } from './apply/field-manager.ts'
export { type FieldSet, isMember, union as uniteFieldSets } from './apply/field-set.ts'
export { keepTimes } from './apply/keep-times.ts'
export { LAST_APPLIED } from './apply/last-applied.ts'
export { atomicPaths, layOver } from './apply/lay-over.ts'
export { readFieldSet } from './apply/read-field-set.ts'
export { parentOwners, type ReplicasPaths, scaleOwners } from './apply/scale-owners.ts'
export { trackUpdate, type UpdateTracking } from './apply/track-update.ts'
export { validateFieldManager, validateManagedFields } from './apply/validate-owners.ts'
export type { Clock } from './clock.ts'
export { parseGoDuration, printGoDuration } from './duration/go-duration.ts'
export { humanDuration, shortHumanDuration } from './duration/human.ts'
export { compileJsonPath } from './jsonpath/find.ts'
export { JsonPathError, type JsonPathErrorCode, printJsonPath } from './jsonpath/print.ts'
export * from './names/door.ts'
export type { GroupVersionKind, GroupVersionResource, KubeObject, ObjectMeta, OwnerReference } from './object/object.ts'
export { apiVersionOf, groupVersionOf, isTerminating, textAt, valueAt } from './object/object.ts'
export * from './patch/door.ts'
export * from './quantity/door.ts'
export * from './scheduling/door.ts'
export { type Coerced, type CoerceOptions, coerceMetadata } from './schema/coerce-metadata.ts'
export { checkIsObject, type Decoded, decodeTyped } from './schema/decode.ts'
export { defaultBy, dropNulls } from './schema/default.ts'
export { DecodeError, type DecodeErrorCode } from './schema/error.ts'
export { additionalOf, propertyOf } from './schema/properties.ts'
export { type PruneOptions, prune } from './schema/prune.ts'
export { type ReadJson, readJson, readJsonObject, strictFindings } from './schema/read-json.ts'
export { readTime } from './schema/read-time.ts'
export type { Schema, ValidationRule } from './schema/schema.ts'
export { validateSchemaRules } from './schema/structural/schema-rules.ts'
export { type DefaultOptions, validateDefaults } from './schema/structural/validate-defaults.ts'
export { validateStructural } from './schema/structural/validate-structural.ts'
export { formats } from './schema/validate/format.ts'
export { validateListTypes } from './schema/validate/list-types.ts'
export { correspondingItems, isUnchanged } from './schema/validate/unchanged.ts'
export { type ValidateOptions, validateBySchema } from './schema/validate/validate.ts'
export { type EmbeddedOptions, validateEmbedded } from './schema/validate-embedded.ts'
export { SelectorError, type SelectorErrorCode } from './selector/error.ts'
export * from './selector/field-selector.ts'
export type { LabelOperator, LabelRequirement, Labels } from './selector/label-requirement.ts'
export * from './selector/label-selector.ts'
export { validateLabelSelector, validateLabels } from './selector/validate-label-selector.ts'
export type { Finding, FindingType } from './status/finding.ts'
export { goQuote } from './status/go-quote.ts'
export * from './status/print-finding.ts'
export * from './status/refuse.ts'
export { type Status, type StatusCause, type StatusDetails, StatusError, type StatusReason } from './status/status.ts'
export { microTimeText, timeText } from './time/time-text.ts'
export {
  findVolume,
  hasAccessModes,
  isReservedFor,
  reaches,
  storageClassOf,
  storageSizeOf,
  type VolumeSearch,
  volumeModeOf,
} from './volume/match.ts'
export * from './x509/door.ts'
