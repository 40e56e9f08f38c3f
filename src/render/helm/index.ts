import type { Chart } from '#source'
import { RenderError } from './error.ts'
import { ManifestText } from './manifest-text.ts'
import { nunjucksFolders, renderNunjucksCharts } from './nunjucks-chart.ts'
import type { HelmRendered, HelmRenderOptions, PostRenderer } from './options.ts'
import { assemble, type PreparedChart, prepareChart, type RenderStage, renderFiles, withManifest } from './render.ts'
import type { SchemaCheck } from './schema-check.ts'
import { loadTomlParser, TomlNotLoaded } from './toml-parse.ts'

export { offlineCapabilities } from './capabilities.ts'
export { splitDocuments } from './documents.ts'
export { RenderError, type RenderErrorCode } from './error.ts'
export { inInstallOrder, inUninstallOrder } from './install-order.ts'
export { checkChart } from './installable.ts'
export { defaultKubeVersion, parseKubeVersion } from './kube-version.ts'
export { mergeLayers } from './layers.ts'
export type {
  Capabilities,
  Compat,
  HelmRendered,
  HelmRenderOptions,
  KubeVersion,
  Lookup,
  PostRenderer,
  ReleaseOptions,
  ResolvedChart,
  ResolvedDependency,
  SetKind,
  ValuesLayer,
} from './options.ts'
export { checkReleaseName } from './release-name.ts'
export { chartCrds } from './render.ts'
export { earlierDefaults, overEarlier } from './reuse.ts'

/**
 * Renders a chart as Helm does: the same bytes, the same refusals. `postRender` sees what Helm would hand to it: the
 * resources (level `helm3`), or all files with hooks (`helm4`). Throws `RenderError`, and what `postRender` throws as
 * its cause.
 */
export async function renderHelm(
  chart: Chart,
  options: HelmRenderOptions,
  postRender?: PostRenderer,
): Promise<HelmRendered> {
  const stage = await renderStage(chart, options)
  if (postRender === undefined) return assemble(stage, stage.files)
  const { postRenderFiles, postRenderManifest } = await import('./post-render.ts')
  if (stage.compat === 'helm4') return assemble(stage, await postRenderFiles(stage.files, postRender))
  const assembled = assemble({ ...stage, options: { ...options, showOnly: [] } }, stage.files)
  const filtered = await postRenderManifest(assembled.releaseManifest.text, postRender)
  return withManifest(stage, { ...assembled, releaseManifest: new ManifestText([filtered]) })
}

async function renderStage(chart: Chart, options: HelmRenderOptions): Promise<RenderStage> {
  const prepared = prepareChart(chart, options)
  const check = prepared.needsSchemaCheck ? await loadSchemaCheck() : undefined
  const given = await nunjucksTexts(prepared)
  try {
    return renderFiles(prepared, check, given)
  } catch (error) {
    if (!isTomlNotLoaded(error)) throw error
    await loadTomlParser()
    return renderFiles(prepareChart(chart, options), check, given)
  }
}

/** What the nunjucks templates of the tree give, if there are any. Throws `RenderError`. */
async function nunjucksTexts(prepared: PreparedChart): Promise<ReadonlyMap<string, string> | undefined> {
  const { root, values, compat, capabilities, options } = prepared
  if (nunjucksFolders(root).size === 0) return undefined
  const { after, release } = options
  if (after === undefined) {
    throw new RenderError({
      code: 'template',
      message: `${root.name}: engine nunjucks – no timer – it needs one to be stopped`,
    })
  }
  return renderNunjucksCharts({ root, values, world: { compat, release, capabilities } }, after)
}

async function loadSchemaCheck(): Promise<SchemaCheck> {
  const { validateAgainstSchema } = await import('./schema/index.ts')
  return validateAgainstSchema
}

function isTomlNotLoaded(error: unknown): boolean {
  let current = error
  while (current instanceof Error) {
    if (current instanceof TomlNotLoaded) return true
    current = current.cause
  }
  return false
}

/**
 * Renders without waiting for anything: no schema check, no post-renderer, no `fromToml`. What the language server and
 * lint use. Throws `RenderError`.
 */
export function renderHelmSync(chart: Chart, options: HelmRenderOptions): HelmRendered {
  const prepared: PreparedChart = prepareChart(chart, options)
  const stage = renderFiles(prepared, undefined)
  return assemble(stage, stage.files)
}
