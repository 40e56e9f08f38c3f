/**
 * The built-in kinds of Kubernetes as one table. Kinds, their schemas, columns and pure rules go out; a CRD becomes the
 * same `Kind` value. It does no I/O and knows nothing of HTTP or storage.
 */
export { findScheduleFault } from './batch/schedule.ts'
export { checkAnnotations, checkLabels, checkMetadata, checkMetadataUpdate, type NameRule } from './check/metadata.ts'
export { checkSelector, matchesSelector } from './check/selector.ts'
export { ageColumn, ageOf, nameColumn } from './columns/column.ts'
export { loadTemplateDump } from './dump/pod-template.ts'
export { isSame, isSameGo } from './equal.ts'
export type {
  Column,
  Kind,
  ScalePaths,
  Scope,
  StoragePlace,
  Strategy,
  StrategyContext,
  Subresource,
  Verb,
} from './kind.ts'
export { decodeProtobuf } from './protobuf/decode.ts'
export { encodeProtobuf } from './protobuf/encode.ts'
export { type Envelope, isEnvelope, openEnvelope, watchFrame, wrapEnvelope } from './protobuf/envelope.ts'
export { ProtobufError, type ProtobufErrorCode } from './protobuf/error.ts'
export { Writer as ProtobufWriter } from './protobuf/writer.ts'
export { asMap, isSet, isTrue, listAt, makeMap, mapAt, mapsAt, numberAt, pairsAt, textAt, textsAt } from './read.ts'
export { type Describe, loadDescriptions, type TypeDescription } from './schema/descriptions.ts'
export { isBuiltInType, schemaOf } from './schema/schema-of.ts'
export { groupVersionKindOf, typeNameOf } from './schema/type-name.ts'
export { kindTable } from './table.ts'
