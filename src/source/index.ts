/**
 * Finds and loads what the user named: a chart folder, an archive, a repository or registry reference. A name goes in;
 * files in memory come out, checked against the limits (sizes, paths, links). It never renders and never installs.
 */
export { readArchive } from './archive/read.ts'
export type { Chart, ChartFile } from './chart.ts'
export { SourceError, type SourceErrorCode, type SourceErrorDetail } from './error.ts'
export { defaultLimits, type Limits } from './limits.ts'
export { assembleChart, type ChartFiles } from './load/assemble.ts'
export { loadChart } from './load/chart.ts'
export type { Compat, LoadOptions } from './load/options.ts'
export { parseValues, type ValuesOrigin } from './load/values.ts'
