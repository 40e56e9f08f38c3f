/**
 * Chart repositories: Chart.yaml and index.yaml as data, classic HTTP repositories, OCI registries, provenance.
 * A URL or reference goes in; verified bytes and index entries come out. It never renders, and never unpacks a chart.
 */
export type { RepoErrorCode, RepoErrorDetail } from './error.ts'
export { RepoError } from './error.ts'
export type { ChartMetadata, Dependency, Lock, Maintainer } from './metadata.ts'
export { validateMetadata } from './metadata-check.ts'
export type { MetadataOptions } from './metadata-parse.ts'
export {
  dumpLock,
  dumpMetadata,
  lockDigest,
  metadataJson,
  parseLock,
  parseMetadata,
  parseRequirements,
} from './metadata-parse.ts'
