/**
 * Finds and loads what the user named: a chart folder, an archive, a repository or registry reference. A name goes in;
 * files in memory come out, checked against the limits (sizes, paths, links). It never renders and never installs.
 */
export { readArchive } from './archive/read.ts'
export type { Chart, ChartFile } from './chart.ts'
export type { CreateOptions } from './create/create.ts'
export { checkDependencies, missingDependencies } from './dependency/check.ts'
export type { Downloader, FetchedChart, VersionRules } from './dependency/downloader.ts'
export {
  type DependencyList,
  type DependencyStatus,
  type ListedDependency,
  type ListOptions,
  listDependencies,
} from './dependency/list.ts'
export type { DependencyOptions } from './dependency/options.ts'
export * from './door.ts'
export { SourceError, type SourceErrorCode, type SourceErrorDetail } from './error.ts'
export { defaultLimits, type Limits, namedFileBytes } from './limits.ts'
export { assembleChart, type ChartFiles } from './load/assemble.ts'
export { loadChart } from './load/chart.ts'
export type { Compat, LoadOptions } from './load/options.ts'
export { parseValues, type ValuesOrigin } from './load/values.ts'
export type { OverlayFiles, RemoteNeeds, RepositoryRequest, ResolvedPath } from './overlay/files.ts'
export { localFiles } from './overlay/local.ts'
export { RemoteFiles, type RemoteOptions } from './overlay/remote-files.ts'
export { archiveName } from './package/archive-name.ts'
export type { ContentsOptions } from './package/contents.ts'
export type { PackageOptions } from './package/package-chart.ts'
export { detectFormat, type SourceFormat } from './resolve/format.ts'
export { type ResolveOptions, resolveSource, type SourcePlan } from './resolve/source.ts'
export { readBounded, readValuesFile, type ValuesFile, type ValuesReaders } from './values/read-file.ts'
