/**
 * The built-in kinds of Kubernetes as one table. Kinds, their schemas, columns and pure rules go out; a CRD becomes the
 * same `Kind` value. It does no I/O and knows nothing of HTTP or storage.
 */
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
export { isBuiltInType, schemaOf } from './schema/schema-of.ts'
