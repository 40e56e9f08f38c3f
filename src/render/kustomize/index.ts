/**
 * Kustomizations: a folder's `kustomization.yaml`, its bases and components become a list of resources, byte for byte
 * what the reference prints. File access and fetched repositories come in as arguments; nothing is read or run here.
 */
export { KustomizeError, type KustomizeErrorCode } from './error.ts'
export type { HelmChart } from './file/types.ts'
export type { ChartPull, ChartRequest } from './generators/chart.ts'
export { ChartMissing, RemoteMissing } from './load/missing.ts'
export type { BuildOptions, HelmOptions, PluginOptions, Reorder } from './target/options.ts'
export { type KustomizeBuild, renderKustomize } from './target/render.ts'
export { surveyRemotes } from './target/survey.ts'
