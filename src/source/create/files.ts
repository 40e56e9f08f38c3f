import type { Compat } from '../load/options.ts'
import type { Part } from './part.ts'
import { autoscaler } from './scaffold/autoscaler.ts'
import { chartYaml } from './scaffold/chart-yaml.ts'
import { connectionTest } from './scaffold/connection-test.ts'
import { deployment } from './scaffold/deployment.ts'
import { httpRoute } from './scaffold/http-route.ts'
import { ignore } from './scaffold/ignore.ts'
import { ingress } from './scaffold/ingress.ts'
import { notes } from './scaffold/notes.ts'
import { partials } from './scaffold/partials.ts'
import { service } from './scaffold/service.ts'
import { serviceAccount } from './scaffold/service-account.ts'
import { values } from './scaffold/values.ts'

interface ScaffoldFile {
  readonly name: string
  readonly text: string | readonly Part[]
  /** Only in this version. */
  readonly only?: Compat
}

/** In the order in which Helm writes them, and warns about those that exist. */
const scaffold: readonly ScaffoldFile[] = [
  { name: 'Chart.yaml', text: chartYaml },
  { name: 'values.yaml', text: values },
  { name: '.helmignore', text: ignore },
  { name: 'templates/ingress.yaml', text: ingress },
  { name: 'templates/httproute.yaml', text: httpRoute, only: 'helm4' },
  { name: 'templates/deployment.yaml', text: deployment },
  { name: 'templates/service.yaml', text: service },
  { name: 'templates/serviceaccount.yaml', text: serviceAccount },
  { name: 'templates/hpa.yaml', text: autoscaler },
  { name: 'templates/NOTES.txt', text: notes },
  { name: 'templates/_helpers.tpl', text: partials },
  { name: 'templates/tests/test-connection.yaml', text: connectionTest },
]

/** A file of a new chart. */
export interface NewFile {
  readonly name: string
  readonly text: string
}

/** The files that `create` writes for a chart of this name, byte for byte what Helm of that version writes. */
export function scaffoldFiles(chartName: string, compat: Compat = 'helm4'): NewFile[] {
  return scaffold
    .filter(({ only }) => only === undefined || only === compat)
    .map(({ name, text }) => ({ name, text: nameChart(joinParts(text, compat), chartName) }))
}

function joinParts(text: string | readonly Part[], compat: Compat): string {
  if (typeof text === 'string') return text
  return text.map((part) => (typeof part === 'string' ? part : part[compat])).join('')
}

/** A scaffold text with the chart's name for every `<CHARTNAME>`. */
export function nameChart(text: string, chartName: string): string {
  return text.replaceAll('<CHARTNAME>', () => chartName)
}
