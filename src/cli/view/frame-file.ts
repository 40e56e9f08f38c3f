import type { Chart } from '#source'

/** The text of a file by the path that templates are known by (`web/charts/db/templates/x.yaml`); undefined if unknown. */
export function chartText(chart: Chart, path: string): string | undefined {
  const [, ...rest] = path.split('/charts/')
  const [first = ''] = path.split('/charts/')
  return textBelow(chart, [afterRoot(first, rest.length > 0), ...rest])
}

/** What follows the chart's name, which may differ from the folder's. */
function afterRoot(text: string, isChartOnly: boolean): string {
  return isChartOnly ? '' : text.slice(text.indexOf('/') + 1)
}

function textBelow(chart: Chart, parts: readonly string[]): string | undefined {
  const [own = '', next, ...rest] = parts
  if (next === undefined) {
    const file = chart.raw.find(({ name }) => name === own)
    return file && Buffer.from(file.data).toString('utf8')
  }
  const [name = '', ...inner] = next.split('/')
  for (const sub of chart.dependencies) {
    const aliases = chart.metadata.dependencies?.filter((entry) => entry.name === sub.metadata.name) ?? []
    const isNamed = sub.metadata.name === name || aliases.some(({ alias }) => alias === name)
    const found = isNamed ? textBelow(sub, [inner.join('/'), ...rest]) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

const DEFINITION = /\{\{-?\s*(?:define|block)\s+"([^"]+)"/g

/** Names that the templates of a chart and its subcharts define. */
export function templateNames(chart: Chart): string[] {
  const own = chart.templates.flatMap(({ data }) => [...Buffer.from(data).toString('utf8').matchAll(DEFINITION)])
  return [...own.map(([, name]) => name as string), ...chart.dependencies.flatMap(templateNames)]
}
