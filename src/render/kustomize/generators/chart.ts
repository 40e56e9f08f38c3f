import type { HelmChart } from '../file/types.ts'

/** One chart to render, as `helm template` would be called with it. Paths are absolute. */
export interface ChartRequest {
  readonly chart: HelmChart
  /** The chart's folder. */
  readonly folder: string
  /** The text of the first values file: that of the kustomization, values in place merged into it. */
  readonly valuesText: string
  /** Values files that come after it. */
  readonly valuesFiles: readonly string[]
}

/** A chart to be put below a folder before a build can go on. */
export interface ChartPull {
  readonly name: string
  readonly repo: string
  readonly version: string
  readonly isDevel: boolean
  /** The folder in which the chart's own folder shall be. */
  readonly home: string
}
