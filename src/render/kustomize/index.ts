/**
 * Kustomizations: a folder's `kustomization.yaml`, its bases and components become a list of resources, byte for byte
 * what the reference prints. File access and fetched repositories come in as arguments; nothing is read or run here.
 */

export type { ResourceChange } from './diff/compare.ts'
export {
  buildKustomization,
  compareKustomizations,
  explainKustomization,
  type KustomizeEdits,
  keepWork,
  kustomizationFiles,
  kustomizeEdits,
  localizeKustomization,
} from './door.ts'
export type { CreateOptions } from './edit/create.ts'
export type { Edit, EditRequest, EditWorld } from './edit/edit.ts'
export { KustomizeError, type KustomizeErrorCode } from './error.ts'
export type { ExplainRequest, Explanation, FieldExplanation, FieldWriter } from './explain/explain.ts'
export type { KustomizationText } from './file/read.ts'
export type { HelmChart } from './file/types.ts'
export type { Program, ProgramOptions, ProgramOutcome } from './functions/program.ts'
export type { ChartPull, ChartRequest } from './generators/chart.ts'
export type { FolderEntry, LocalizedCopy, LocalizeOptions } from './localize/options.ts'
export type { Fetchers } from './target/drive.ts'
export type { KeptWork } from './target/kept-work.ts'
export type { BuildOptions, HelmOptions, PluginOptions, Reorder } from './target/options.ts'
export type { KustomizeBuild } from './target/render.ts'
