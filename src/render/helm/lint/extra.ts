import type { Chart } from '#source'
import type { GoMap, Value } from '#template'
import { loadTree } from '#yaml'
import { analyseUsage, placedCharts, templateTexts } from '../infer/analyse.ts'
import { mergeLayers } from '../layers.ts'
import type { Compat, ReadText, ValuesLayer } from '../options.ts'
import type { Finding } from './finding.ts'
import type { FlagValues, RuleContext, SourceFile } from './rules/context.ts'
import { rules } from './rules/index.ts'

/** What the user gave beside the chart. */
export interface GivenValues {
  readonly layers: readonly ValuesLayer[]
  /** Texts of the files among the layers, by name. */
  readonly texts: ReadonlyMap<string, string>
  readonly readFile?: ReadText | undefined
  readonly compat: Compat
}

/** What the rules beyond Helm's find: values nobody knows, values nobody reads, repeated keys, types that differ. */
export function lintBeyond(chart: Chart, given: GivenValues): Finding[] {
  if (chart.metadata.engine === 'nunjucks') return []
  const context = contextOf(chart, given)
  return rules.flatMap((rule) => rule.check(context).map((finding) => ({ ...finding, docs: rule.docs })))
}

function contextOf(chart: Chart, given: GivenValues): RuleContext {
  const { origin } = chart
  const defaults = defaultValues(chart)
  const userFiles = Array.from(given.texts, ([file, text]) => sourceFile(file, text))
  const texts = [defaults, ...given.layers.map((layer) => ('values' in layer ? layer.values : new Map()))]
  return {
    chart,
    origin,
    usage: analyseUsage(
      chart,
      texts.flatMap((values) => templateTexts(values)),
    ),
    defaults,
    valuesFile: chartFile(chart, 'values.yaml'),
    chartFile: chartFile(chart, 'Chart.yaml') ?? sourceFile(`${origin}/Chart.yaml`, ''),
    userFiles,
    flags: given.layers.flatMap((layer) => flagValues(layer, given)),
    schema: parseSchema(chart.schema),
  }
}

function chartFile({ raw, origin }: Chart, name: string): SourceFile | undefined {
  const found = raw.find((file) => file.name === name)
  return found && sourceFile(`${origin}/${name}`, new TextDecoder().decode(found.data))
}

function sourceFile(file: string, text: string): SourceFile {
  try {
    return { file, text, tree: loadTree(text) }
  } catch {
    return { file, text, tree: undefined }
  }
}

/** Values of the chart over those of its subcharts. */
export function defaultValues(chart: Chart): GoMap {
  let merged: GoMap = new Map()
  for (const { chart: each, prefix } of placedCharts({ chart, prefix: [], path: chart.metadata.name }).toReversed()) {
    const nested = prefix.reduceRight<GoMap>((inner, name) => new Map<string, Value>([[name, inner]]), each.values)
    merged = mergeMaps(merged, nested)
  }
  return merged
}

/** `over` on top of `base`, table by table. */
function mergeMaps(base: GoMap, over: ReadonlyMap<string, Value>): GoMap {
  const merged: GoMap = new Map(base)
  for (const [key, value] of over) {
    const below = merged.get(key)
    merged.set(key, value instanceof Map && below instanceof Map ? mergeMaps(below, value) : value)
  }
  return merged
}

function flagValues(layer: ValuesLayer, { compat, readFile }: GivenValues): FlagValues[] {
  if ('values' in layer) return []
  try {
    const values = mergeLayers([layer], { compat, readFile })
    return [{ flag: `--${layer.origin.kind} ${layer.expression}`, values }]
  } catch {
    return []
  }
}

function parseSchema(schema: Uint8Array | undefined): unknown {
  try {
    return schema && JSON.parse(new TextDecoder().decode(schema))
  } catch {
    return undefined
  }
}
