import { dumpMetadata } from '#repo'
import type { Chart, ChartFile, Compat } from '#source'
import { loadNamedChart } from '../chart/load.ts'
import { chartSourceFlags } from '../flags/network.ts'
import { type Command, defineCommand } from '../frame/command.ts'
import type { Flags } from '../frame/flag.ts'

const argument = { name: 'CHART', summary: 'folder, archive, repository/name, oci:// reference or address' } as const
const valuesFlags = {
  ...chartSourceFlags,
  jsonpath: { kind: 'string', value: 'template', summary: 'print what this JSONPath selects' },
} as const satisfies Flags

/** A `show` command that prints one part of a chart. */
function showCommand(
  part: string,
  summary: string,
  print: (chart: Chart, compat: Compat) => string,
): Command<typeof chartSourceFlags> {
  return defineCommand({
    name: `show ${part}`,
    summary,
    args: [argument],
    flags: chartSourceFlags,
    run: async (input, session) => {
      const chart = await loadNamedChart(input.args[0] as string, input.flags, session)
      return { text: print(chart, input.flags.compat) }
    },
  })
}

/** `berth show chart CHART`: Chart.yaml as Helm writes it. */
export const showChart = showCommand('chart', "a chart's Chart.yaml", (chart) => `${dumpMetadata(chart.metadata)}\n`)

/** `berth show readme CHART`. */
export const showReadme = showCommand('readme', "a chart's README", (chart) => withNewline(textOf(readme(chart))))

/** `berth show crds CHART`: the files of crds/, subcharts included, as one YAML stream. */
export const showCrds = showCommand('crds', "a chart's custom resource definitions", (chart, compat) =>
  crdStream(chart, compat, true),
)

/** `berth show values CHART`: values.yaml as it stands, or what `--jsonpath` selects. */
export const showValues = defineCommand({
  name: 'show values',
  summary: "a chart's values.yaml",
  args: [argument],
  flags: valuesFlags,
  run: async (input, session) => {
    const chart = await loadNamedChart(input.args[0] as string, input.flags, session)
    const { jsonpath } = input.flags
    if (jsonpath === undefined) return { text: withNewline(textOf(valuesFile(chart))) }
    const { selectValues } = await import('../chart/select-values.ts')
    return { text: selectValues(chart.values, jsonpath, session.persona) }
  },
})

/** `berth show all CHART`: metadata, values, README and CRDs. */
export const showAll = showCommand('all', 'everything about a chart', (chart, compat) => {
  const parts = [`${dumpMetadata(chart.metadata)}\n`]
  const values = valuesFile(chart)
  if (values) parts.push('---\n', `${textOf(values)}\n`)
  const text = readme(chart)
  if (text) parts.push('---\n', `${textOf(text)}\n`)
  return parts.join('') + crdStream(chart, compat, false)
})

const README = /^readme(\.(md|txt))?$/i

function readme(chart: Chart): ChartFile | undefined {
  return chart.files.find(({ name }) => README.test(name))
}

function valuesFile(chart: Chart): ChartFile | undefined {
  return chart.raw.find(({ name }) => name === 'values.yaml')
}

/** Helm 4 begins every file with `---`; Helm 3 only the first, and only after something else. */
function crdStream(chart: Chart, compat: Compat, isFirst: boolean): string {
  const texts = crdFiles(chart).map(textOf)
  if (compat === 'helm3') return (texts.length > 0 && !isFirst ? '---\n' : '') + texts.map(withNewline).join('')
  return texts.map((text) => (text.startsWith('---') ? withNewline(text) : `---\n${withNewline(text)}`)).join('')
}

function crdFiles(chart: Chart): ChartFile[] {
  const own = chart.files.filter(({ name }) => name.startsWith('crds/') && /\.(ya?ml|json)$/i.test(name))
  return [...own, ...chart.dependencies.flatMap(crdFiles)]
}

function textOf(file: ChartFile | undefined): string {
  return file ? Buffer.from(file.data).toString('utf8') : ''
}

function withNewline(text: string): string {
  return text === '' ? '' : `${text}\n`
}
