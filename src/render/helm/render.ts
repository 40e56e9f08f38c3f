import type { Chart } from '#source'
import type { GoMap } from '#template'
import type { RenderedResource } from '../resource.ts'
import { offlineCapabilities } from './capabilities.ts'
import { coalesceValues } from './coalesce.ts'
import { isCompatible } from './compatible.ts'
import { resolveDependencies } from './dependencies.ts'
import { renderTemplates } from './engine.ts'
import { RenderError } from './error.ts'
import { helmFunctions } from './functions.ts'
import { checkInstallable } from './installable.ts'
import { mergeLayers } from './layers.ts'
import { ManifestText } from './manifest-text.ts'
import { type Manifests, rawFiles, sortManifests } from './manifests.ts'
import { type ChartNode, chartTree } from './node.ts'
import { takeNotes } from './notes.ts'
import { nunjucksFolders } from './nunjucks-chart.ts'
import type { Capabilities, Compat, HelmRendered, HelmRenderOptions } from './options.ts'
import { crdResources, printed, templateOutput, withoutSecrets } from './output.ts'
import { checkReleaseName } from './release-name.ts'
import { checkSchemas, hasSchema, type SchemaCheck } from './schema-check.ts'
import { allTemplates, type Renderable } from './scope.ts'
import { showOnly } from './show-only.ts'
import { valuesType } from './values-type.ts'
import { createWarnings, structured, type Warnings } from './warnings.ts'

/** A render up to the point where files are there, before they are split. */
export interface RenderStage {
  readonly options: HelmRenderOptions
  readonly compat: Compat
  readonly warnings: Warnings
  readonly root: ChartNode
  readonly config: GoMap
  readonly values: GoMap
  readonly notes: string
  readonly files: ReadonlyMap<string, string>
}

/** What the first half of a render finds out: the tree as it is enabled, and whether a schema must be checked. */
export interface PreparedChart {
  readonly chart: Chart
  readonly options: HelmRenderOptions
  readonly compat: Compat
  readonly warnings: Warnings
  readonly capabilities: Capabilities
  readonly root: ChartNode
  readonly config: GoMap
  readonly values: GoMap
  readonly needsSchemaCheck: boolean
}

/** Merges values and resolves dependencies. Throws `RenderError`. */
export function prepareChart(chart: Chart, options: HelmRenderOptions): PreparedChart {
  const compat = options.compat ?? 'helm4'
  const warnings = createWarnings(compat)
  return withWarnings(warnings, () => {
    const config = mergeLayers(options.layers ?? [], { compat, readFile: options.readFile })
    checkInstallable(chart, warnings)
    checkReleaseName(options.release.name, compat)
    const root = chartTree(chart)
    const values = computeValues(root, config, warnings)
    return {
      chart,
      options,
      compat,
      warnings,
      capabilities: options.capabilities ?? offlineCapabilities(compat),
      root,
      config,
      values,
      needsSchemaCheck: options.skipSchemaValidation !== true && hasSchema(root),
    }
  })
}

/** The files of `crds/` of a chart and of those of its subcharts that are enabled. Throws `RenderError`. */
export function chartCrds(chart: Chart, options: HelmRenderOptions): readonly RenderedResource[] {
  const all = crdResources(chartTree(chart))
  return all.length === 0 ? [] : crdResources(prepareChart(chart, options).root)
}

function computeValues(root: ChartNode, config: GoMap, warnings: Warnings): GoMap {
  const { compat } = warnings
  try {
    resolveDependencies(root, config, warnings)
  } catch (cause) {
    throw dependenciesFailure(cause as Error, compat)
  }
  try {
    return valuesType(compat, coalesceValues(root, config, { keepNulls: false, warnings }))
  } catch (cause) {
    throw new RenderError({ code: 'values', message: (cause as Error).message, cause })
  }
}

function dependenciesFailure(cause: Error, compat: Compat): RenderError {
  const text = 'chart dependencies processing failed'
  const message = compat === 'helm3' ? cause.message : `${text}: ${cause.message}`
  const error = new RenderError({ code: 'dependencies', message, cause })
  const attributes4 = [['error', cause.message]] as const
  if (compat === 'helm4') error.warnings = [structured({ level4: 'ERROR', text4: text, attributes4 })]
  return error
}

/**
 * Runs the Go templates. `check` is needed when the chart has a schema; `given` are the texts of nunjucks templates, which
 * are otherwise left out. Throws `RenderError`.
 */
export function renderFiles(
  prepared: PreparedChart,
  check: SchemaCheck | undefined,
  given: ReadonlyMap<string, string> = new Map(),
): RenderStage {
  const { chart, options, compat, warnings, root, config, values } = prepared
  return withWarnings(warnings, () => {
    if (check !== undefined) checkSchemas(root, values, { compat, check })
    checkKubeVersion(root, prepared)
    const { environment, lookup, resolveHost, release, budget, tracer } = options
    const lintMode = options.lintMode ?? false
    const templates = allTemplates(root, values, { compat, release, capabilities: prepared.capabilities })
    withoutNunjucks(root, templates)
    const functions = helmFunctions({ compat, environment, lookup, resolveHost, lintMode, warnings })
    const rendered = renderTemplates(chart, templates, {
      compat,
      functions,
      strict: options.strict ?? false,
      budget,
      tracer,
    })
    for (const [path, text] of given) rendered.set(path, text)
    const { notes, files } = takeNotes(rendered, root.name, options.subchartNotes ?? false)
    return { options, compat, warnings, root, config, values, notes, files }
  })
}

/** Takes away the templates that Go's engine must not see; mutates the map. */
function withoutNunjucks(root: ChartNode, templates: Map<string, Renderable>): void {
  const folders = nunjucksFolders(root)
  if (folders.size === 0) return
  for (const [path, { basePath }] of templates) if (folders.has(basePath)) templates.delete(path)
}

function checkKubeVersion({ chart }: ChartNode, { capabilities, compat }: PreparedChart): void {
  const wanted = chart.metadata.kubeVersion
  const { version, normalized } = capabilities.kubeVersion
  if (wanted === undefined || wanted === '' || isCompatible(wanted, normalized, compat)) return
  const shown = compat === 'helm3' ? normalized : version
  const message = `chart requires kubeVersion: ${wanted} which is incompatible with Kubernetes ${shown}`
  throw new RenderError({ code: 'kube-version', message })
}

/** Splits, sorts and prints what the templates gave. Throws `RenderError`. */
export function assemble(stage: RenderStage, files: ReadonlyMap<string, string>): HelmRendered {
  const { options, root, warnings } = stage
  return withWarnings(warnings, () => {
    const { resources, hooks } = sortedManifests(files, warnings)
    const crds = crdResources(root)
    const visible = options.hideSecret === true ? withoutSecrets(resources) : resources
    const parts = options.includeCrds === true ? [...crds, ...visible] : visible
    return withManifest(stage, { resources: visible, hooks, crds, releaseManifest: printed(parts) })
  })
}

/** What `assemble` knows before the stream is put together. */
type Assembled = Pick<HelmRendered, 'resources' | 'hooks' | 'crds' | 'releaseManifest'>

/** Completes the result with the stream that is printed. Throws `RenderError` (`show-only`). */
export function withManifest(stage: RenderStage, assembled: Assembled): HelmRendered {
  const { options, notes, values, config, warnings, root } = stage
  const output = templateOutput(assembled.releaseManifest, assembled.hooks, {
    noHooks: options.noHooks ?? false,
    skipTests: options.skipTests ?? false,
  })
  const globs = options.showOnly ?? []
  const manifest = globs.length === 0 ? output : new ManifestText([showOnly(output.text, globs)])
  const resolved = { values: root.values, dependencies: root.requirements }
  return { ...assembled, manifest, notes, values, config, resolved, warnings: warnings.lines }
}

function sortedManifests(files: ReadonlyMap<string, string>, warnings: Warnings): Manifests {
  try {
    return sortManifests(files, warnings)
  } catch (error) {
    if (error instanceof RenderError) error.partial = rawFiles(files)
    throw error
  }
}

/** Hands what was warned of so far to an error on its way out. */
function withWarnings<T>(warnings: Warnings, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof RenderError) error.warnings = [...warnings.lines, ...error.warnings]
    throw error
  }
}
