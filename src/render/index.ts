/**
 * Turns sources into Kubernetes resources: `helm/`, `kustomize/`, `plain/`, later `oam/`.
 * A loaded source and options go in; resources with their origins, hooks, notes and warnings come out. It reads no file,
 * opens no connection and runs no program: look-ups, clock, randomness and post-renderers come in as functions.
 */

export {
  type Capabilities,
  type Compat,
  chartCrds,
  checkChart,
  checkReleaseName,
  defaultKubeVersion,
  earlierDefaults,
  type HelmRendered,
  type HelmRenderOptions,
  inInstallOrder,
  inUninstallOrder,
  type KubeVersion,
  type Lookup,
  mergeLayers,
  offlineCapabilities,
  overEarlier,
  type PostRenderer,
  parseKubeVersion,
  type ReleaseOptions,
  RenderError,
  type RenderErrorCode,
  type ResolvedChart,
  type ResolvedDependency,
  renderHelm,
  renderHelmSync,
  type SetKind,
  splitDocuments,
  type ValuesLayer,
} from './helm/index.ts'
export { inferSchema } from './helm/infer/door.ts'
export { lintBeyond, lintChart } from './helm/lint/door.ts'
export type { GivenValues } from './helm/lint/extra.ts'
export type { Finding, Severity } from './helm/lint/finding.ts'
export type { EntryKind, LintOptions, LintResult, LintTarget } from './helm/lint/target.ts'
export { allFailures, explainValues, nearestText, placeInStream, traceHelm } from './helm/trace/door.ts'
export type { ValueExplanation } from './helm/trace/explain.ts'
export type { Origin } from './helm/trace/provenance.ts'
export type { LineOrigin, Trace, ValueUse } from './helm/trace/trace.ts'
export {
  type BuildOptions,
  buildKustomization,
  type ChartPull,
  type ChartRequest,
  type CreateOptions,
  compareKustomizations,
  type Edit,
  type EditRequest,
  type EditWorld,
  type ExplainRequest,
  type Explanation,
  explainKustomization,
  type Fetchers,
  type FieldExplanation,
  type FieldWriter,
  type FolderEntry,
  type HelmChart,
  type HelmOptions,
  type KeptWork,
  type KustomizationText,
  type KustomizeBuild,
  type KustomizeEdits,
  KustomizeError,
  type KustomizeErrorCode,
  keepWork,
  kustomizationFiles,
  kustomizeEdits,
  type LocalizedCopy,
  type LocalizeOptions,
  localizeKustomization,
  type PluginOptions,
  type Program,
  type ProgramOptions,
  type ProgramOutcome,
  type Reorder,
  type ResourceChange,
} from './kustomize/index.ts'
export { type PlainFile, type PlainRendered, renderPlain } from './plain/index.ts'
export type { Hook, Position, Rendered, RenderedResource } from './resource.ts'
