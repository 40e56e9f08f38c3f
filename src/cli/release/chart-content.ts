import { resolve } from 'node:path'
import type { KubeObject } from '#kube'
import { type ContentRequest, type ExplainField, type ReleaseContent, type RenderContent, typesOf } from '#release'
import {
  type Capabilities,
  type Compat,
  chartCrds,
  checkChart,
  type HelmRendered,
  type HelmRenderOptions,
  type Lookup,
  mergeLayers,
  offlineCapabilities,
  renderHelm,
} from '#render'
import type { Chart } from '#source'
import { after } from '../chart/after.ts'
import { isClientDryRun } from '../chart/deploy-flags.ts'
import { resolveHost, templateEnvironment } from '../chart/environment.ts'
import { renderBudget } from '../chart/limits.ts'
import { loadCompleteChart } from '../chart/load-complete.ts'
import { chooseFilter } from '../chart/render.ts'
import { secretTexts } from '../chart/secret-texts.ts'
import { readLayers, readLocalText } from '../chart/values.ts'
import type { Session } from '../frame/session.ts'
import { clusterCapabilities } from './capabilities.ts'
import { chartJson, configJson } from './chart-json.ts'
import { chooseValues } from './chart-values.ts'
import type { ContentFlags } from './content-flags.ts'
import { helmLog } from './helm-log.ts'
import { renderWithLookups } from './lookup.ts'

/** Charts as releases: whatever `template` can load. Standard input cannot be read twice, so values are read here. */
export async function loadChartContent(source: string, flags: ContentFlags, session: Session): Promise<RenderContent> {
  const filter = await chooseFilter(flags, session)
  const layers = await readLayers(flags, flags.compat, session)
  // what is wrong with values or chart is told before any cluster is asked
  mergeLayers(layers, { compat: flags.compat, readFile: readLocalText })
  const chart = await loadCompleteChart(source, flags, session)
  const log = helmLog(flags, session)
  log.debug('Original chart version', { version: flags.version ?? '' })
  log.debug('Chart path', { path: resolve(session.cwd, chart.origin) })
  const told: string[] = []
  checkChart(chart, flags.compat, (line) => {
    told.push(line)
    session.stderr.write(`${line}\n`)
  })
  return (request) => renderRelease({ chart, layers, filter, told }, request, { flags, session })
}

interface Loaded {
  readonly chart: Chart
  readonly layers: NonNullable<HelmRenderOptions['layers']>
  readonly filter: ((text: string) => Promise<string>) | undefined
  /** Warnings that were told when the chart was loaded. */
  readonly told: readonly string[]
}

interface Context {
  readonly flags: ContentFlags
  readonly session: Session
}

async function renderRelease(loaded: Loaded, request: ContentRequest, context: Context): Promise<ReleaseContent> {
  const { flags } = context
  const { chart, layers } = chooseValues(loaded.chart, loaded.layers, { flags, request })
  const place = { ...placeOf(request, context), layers }
  const coming = (await request.beforeRender?.(chartCrds(chart, place))) ?? []
  const options = { ...place, capabilities: await capabilitiesOf(request, coming, flags.compat) }
  const { rendered, lookup } = await run({ chart, options }, request, { ...context, filter: loaded.filter })
  const explain = explainLazily({ chart, options: { ...options, ...(lookup && { lookup }) } })
  return {
    chart: chartJson(chart, rendered.resolved, flags.compat),
    config: configJson(rendered.config),
    manifest: rendered.releaseManifest.text,
    hooks: rendered.hooks,
    crds: rendered.crds,
    notes: rendered.notes,
    warnings: rendered.warnings.filter((line) => !loaded.told.includes(line)),
    secrets: secretTexts(layers),
    // What a post-renderer makes of a line, no template knows.
    ...(loaded.filter === undefined && { explain }),
  }
}

function explainLazily({ chart, options }: Plan): ExplainField {
  let loaded: Promise<ExplainField> | undefined
  return async (place) => {
    loaded ??= import('./chart-explain.ts').then(({ explainChart }) => explainChart(chart, options))
    return (await loaded)(place)
  }
}

interface Plan {
  readonly chart: Chart
  readonly options: HelmRenderOptions
}

async function run(
  { chart, options }: Plan,
  { client }: ContentRequest,
  { flags, session, filter }: Context & Pick<Loaded, 'filter'>,
): Promise<{ readonly rendered: HelmRendered; readonly lookup: Lookup | undefined }> {
  const render = async (lookup?: Lookup): Promise<Awaited<ReturnType<typeof run>>> => ({
    rendered: await renderHelm(chart, lookup === undefined ? options : { ...options, lookup }, filter),
    lookup,
  })
  try {
    const isAsking = client !== undefined && !isClientDryRun(flags['dry-run'])
    return await (isAsking ? renderWithLookups(async () => client, render) : render())
  } catch (error) {
    if (session.persona === 'berth') await (await import('../view/frame-error.ts')).addFrames(error, { chart, options })
    throw error
  }
}

/** What `.Capabilities.APIVersions` has of a definition once it is there. */
function apiVersionsOf(definition: KubeObject): readonly string[] {
  return typesOf(definition).flatMap(({ group, version, kind }) => [
    `${group}/${version}`,
    `${group}/${version}/${kind}`,
  ])
}

async function capabilitiesOf(
  { client }: ContentRequest,
  coming: readonly KubeObject[],
  compat: Compat,
): Promise<Capabilities> {
  const served = client === undefined ? offlineCapabilities(compat) : await clusterCapabilities(client)
  return { ...served, apiVersions: [...served.apiVersions, ...coming.flatMap(apiVersionsOf)] }
}

/** All but what the cluster has. */
function placeOf(request: ContentRequest, { flags, session }: Context): HelmRenderOptions {
  const { name, namespace, revision, isUpgrade, chance } = request
  const environment = templateEnvironment(session)
  return {
    release: { name, namespace, revision, isUpgrade },
    environment: chance === undefined ? environment : { ...environment, ...chance, timeZone: environment.timeZone },
    compat: flags.compat,
    readFile: readLocalText,
    hideSecret: flags['hide-secret'] === true,
    skipSchemaValidation: flags['skip-schema-validation'],
    subchartNotes: flags['render-subchart-notes'],
    after,
    budget: renderBudget(flags.limits ?? [], session),
    ...(flags['enable-dns'] && { resolveHost }),
  }
}
