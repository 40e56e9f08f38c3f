/**
 * Chart repositories: Chart.yaml and index.yaml as data, classic HTTP repositories, OCI registries, provenance.
 * A URL or reference goes in; verified bytes and index entries come out. It never renders, and never unpacks a chart.
 */
export type { CredentialFiles } from './credentials.ts'
export * from './door.ts'
export type { Downloaded, DownloadOptions } from './download-options.ts'
export type { Downloader, FetchedChart } from './downloader.ts'
export type { HelmEnvironment, ProxyVariables, Variables } from './environment.ts'
export { environmentVariables, helmEnvironment } from './environment.ts'
export type { RepoErrorCode, RepoErrorDetail } from './error.ts'
export { RepoError } from './error.ts'
export { decodeStruct as decodeGoStruct } from './go-decode.ts'
export { type GoStruct, goBool, goString, mapOf, optional, sliceOf } from './go-type.ts'
export type { BasicCredentials, ForeignRequest, HttpOptions, TlsFiles } from './http-options.ts'
export type { BuildOptions } from './index-build.ts'
export type { IndexEntry, IndexFile, IndexWarning } from './index-file.ts'
export { parseIndex } from './index-file.ts'
export type { ConstraintRules } from './index-find.ts'
export { findVersion, isVersionRange } from './index-find.ts'
export type { ChartMetadata, Dependency, Lock, Maintainer } from './metadata.ts'
export { validateMetadata } from './metadata-check.ts'
export type { MetadataOptions } from './metadata-parse.ts'
export {
  dumpLock,
  dumpMetadata,
  dumpWholeMetadata,
  lockDigest,
  lockJson,
  metadataJson,
  parseLock,
  parseMetadata,
  parseRequirements,
} from './metadata-parse.ts'
export type { Pushed } from './oci/push.ts'
export type { RegistryOptions } from './oci/registry.ts'
export type { PackedChart, Signer, Verification } from './provenance.ts'
export { proxyFor } from './proxy.ts'
export type { RepositoriesFile, RepositoryEntry } from './repositories-file.ts'
export type { RepositoryOptions, UpdateResult } from './repository.ts'
export type { SearchResult } from './search.ts'
export type { SearchReport, SearchRepositoriesOptions } from './search-repositories.ts'
