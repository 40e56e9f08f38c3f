import { join } from 'node:path'
import { type ChartRequest, type HelmOptions, type HelmRenderOptions, renderHelmSync, type ValuesLayer } from '#render'
import { parseValues } from '#source'
import { createTemplateSet, sprigFunctions } from '#template'
import { chooseCapabilities } from '../chart/capabilities.ts'
import { templateEnvironment } from '../chart/environment.ts'
import { loadLocalChart } from '../chart/load.ts'
import { readLocalText } from '../chart/values.ts'
import type { Session } from '../frame/session.ts'
import type { KustomizeInput } from './build.ts'

/** The level of Helm that the reference asks for. */
const COMPAT = 'helm3'

/** How charts of a kustomization are rendered: by berth itself, in the words of `helm template`. */
export function helmOptions({ flags }: KustomizeInput, session: Session): HelmOptions {
  return {
    command: flags['helm-command'],
    apiVersions: flags['helm-api-versions'],
    kubeVersion: flags['helm-kube-version'],
    isDebug: flags['helm-debug'],
    render: (request) => renderRequest(request, session),
  }
}

function renderRequest(request: ChartRequest, session: Session): string {
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
  }
  return renderHelmSync(loadLocalChart(folder, COMPAT, { session }), options).manifest.text
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
