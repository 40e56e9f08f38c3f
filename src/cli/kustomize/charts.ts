import { join } from 'node:path'
import { type ChartRequest, type HelmOptions, type HelmRenderOptions, renderHelm, type ValuesLayer } from '#render'
import { parseValues } from '#source'
import { createTemplateSet, sprigFunctions } from '#template'
import { after } from '../chart/after.ts'
import { chooseCapabilities } from '../chart/capabilities.ts'
import { templateEnvironment } from '../chart/environment.ts'
import { loadLocalChart } from '../chart/load.ts'
import { readLocalText } from '../chart/values.ts'
import type { Session } from '../frame/session.ts'
import type { KustomizeInput } from './input.ts'

/** The level of Helm that the reference asks for. */
const COMPAT = 'helm3'

/** Charts of a kustomization: those that are rendered, and what renders more. */
export interface ChartRenders {
  readonly options: HelmOptions
  readonly render: (requests: readonly ChartRequest[]) => Promise<void>
}

/** How charts of a kustomization are rendered: by berth itself, in the words of `helm template`. */
export function chartRenders({ flags }: KustomizeInput, session: Session): ChartRenders {
  const outcomes = new Map<string, () => string>()
  const options: HelmOptions = {
    command: flags['helm-command'],
    apiVersions: flags['helm-api-versions'],
    kubeVersion: flags['helm-kube-version'],
    isDebug: flags['helm-debug'],
    rendered: (request) => outcomes.get(JSON.stringify(request))?.(),
  }
  const render = async (requests: readonly ChartRequest[]): Promise<void> => {
    for (const request of requests) outcomes.set(JSON.stringify(request), await outcomeOf(request, session))
  }
  return { options, render }
}

/** The text, or what stopped the render: thrown where the build asks for it. */
async function outcomeOf(request: ChartRequest, session: Session): Promise<() => string> {
  try {
    const text = await renderRequest(request, session)
    return () => text
  } catch (error) {
    return () => {
      throw error
    }
  }
}

async function renderRequest(request: ChartRequest, session: Session): Promise<string> {
  const { chart, folder } = request
  const options: HelmRenderOptions = {
    release: { name: releaseName(request, session), namespace: chart.namespace || 'default' },
    environment: templateEnvironment(session),
    compat: COMPAT,
    capabilities: chooseCapabilities(
      { 'kube-version': chart.kubeVersion || undefined, 'api-versions': chart.apiVersions ?? [] },
      COMPAT,
    ),
    layers: layersOf(request),
    readFile: readLocalText,
    includeCrds: chart.includeCRDs === true,
    skipTests: chart.skipTests === true,
    noHooks: chart.skipHooks === true,
    after,
  }
  return (await renderHelm(loadLocalChart(folder, COMPAT, { session }), options)).manifest.text
}

function layersOf({ folder, valuesText, valuesFiles }: ChartRequest): ValuesLayer[] {
  const layer = (file: string, text: string): ValuesLayer => ({
    origin: { kind: 'file', file },
    values: parseValues(text, { file, compat: COMPAT }),
  })
  return [
    layer(join(folder, 'values.yaml'), valuesText),
    ...valuesFiles.map((file) => layer(file, readLocalText(file))),
  ]
}

/** What `helm template` calls a release that has no name: the name template's text, or the chart's name and the time. */
function releaseName({ chart }: ChartRequest, session: Session): string {
  if (chart.nameTemplate) return executeName(chart.nameTemplate, session)
  if (chart.releaseName) return chart.releaseName
  return `${chart.name ?? 'chart'}-${Math.floor(session.now() / 1000)}`
}

function executeName(template: string, session: Session): string {
  const set = createTemplateSet({ functions: sprigFunctions(templateEnvironment(session)) })
  set.parse('name-template', template)
  return set.execute('name-template', null)
}
