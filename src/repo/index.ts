/**
 * Chart repositories: Chart.yaml and index.yaml as data, classic HTTP repositories, OCI registries, provenance.
 * A URL or reference goes in; verified bytes and index entries come out. It never renders, and never unpacks a chart.
 */
export type { ChartMetadata, Dependency, Lock, Maintainer } from './metadata.ts'
