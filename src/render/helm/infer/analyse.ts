import type { Chart } from '#source'
import { compareStrings, fromBytes, readSyntax, type Value } from '#template'
import { basename } from '../go-text.ts'
import type { Scope, ValuesPath } from './abstract.ts'
import { Interpreter, type NamedTemplate } from './interpreter.ts'
import { Usage } from './usage.ts'

/** A text among values that may be a template. */
export interface ValueText {
  readonly path: ValuesPath
  readonly text: string
}

/** A chart of the tree with where its values begin. */
export interface PlacedChart {
  readonly chart: Chart
  readonly prefix: ValuesPath
  /** The path that template positions have: `web/charts/db`. */
  readonly path: string
}

/**
 * Which values the templates of a chart and of all its subcharts use, without rendering anything. `texts` are strings
 * from values that `tpl` may run.
 */
export function analyseUsage(chart: Chart, texts: readonly ValueText[]): Usage {
  const usage = new Usage()
  const charts = placedCharts({ chart, prefix: [], path: chart.metadata.name })
  for (const placed of charts) noteDependencies(placed, usage)
  const templates = new Map<string, NamedTemplate>()
  const scopes = new Map<string, Scope>()
  const running: Running[] = []
  const entries: { readonly template: NamedTemplate; readonly scope: Scope }[] = []
  for (const placed of charts.toReversed()) {
    const scope: Scope = { kind: 'scope', prefix: placed.prefix, extras: new Map() }
    scopes.set(placed.prefix.join('.'), scope)
    running.push({ chart: placed.chart, scope })
    for (const template of readTemplates(placed, templates)) entries.push({ template, scope })
  }
  const interpreter = new Interpreter(usage, templates, scopes)
  for (const { template, scope } of entries) interpreter.run(template, scope)
  if (usage.runsTexts) runTexts(texts, interpreter, running)
  return usage
}

/** The chart and everything below it, aliases resolved, parents first. */
export function placedCharts(root: PlacedChart): PlacedChart[] {
  const { chart, prefix, path } = root
  const names = chart.metadata.dependencies ?? []
  const below = chart.dependencies.flatMap((sub) => {
    const own = names.filter(({ name }) => name === sub.metadata.name)
    const called = own.length === 0 ? [sub.metadata.name] : own.map(({ name, alias }) => alias || name)
    return called.map((name) => ({ chart: sub, prefix: [...prefix, name], path: `${path}/charts/${name}` }))
  })
  return [root, ...below.flatMap(placedCharts)]
}

/** Conditions, tags and imported values are uses; what a chart that is not there uses, nobody knows. */
function noteDependencies({ chart, prefix, path }: PlacedChart, usage: Usage): void {
  const position = { file: `${path}/Chart.yaml`, line: 1, column: 1 }
  const present = new Set(chart.dependencies.map(({ metadata }) => metadata.name))
  for (const { name, alias, condition = '', tags = [], importValues = [] } of chart.metadata.dependencies ?? []) {
    const called = alias || name
    for (const one of condition.split(',').filter((part) => part.trim() !== '')) {
      usage.note([...prefix, ...one.trim().split('.')], { position, isWhole: false })
    }
    for (const tag of tags) usage.note(['tags', tag], { position, isWhole: false })
    if (!present.has(name)) usage.note([...prefix, called], { position, isWhole: true })
    for (const entry of importValues) noteImport(entry, { usage, prefix, called })
  }
}

function noteImport(entry: unknown, place: { usage: Usage; prefix: ValuesPath; called: string }): void {
  const { usage, prefix, called } = place
  const isText = typeof entry === 'string'
  const { child, parent } = isText
    ? { child: `exports.${entry}`, parent: '.' }
    : (entry as { child?: string; parent?: string })
  usage.note([...prefix, called, ...(child ?? '').split('.')], { isWhole: true })
  if (parent !== undefined && parent !== '.') usage.note([...prefix, ...parent.split('.')], { isWhole: true })
}

/** Reads a chart's templates, adds what they define, and gives those that run by themselves. */
function readTemplates({ chart, path }: PlacedChart, templates: Map<string, NamedTemplate>): NamedTemplate[] {
  const isLibrary = chart.metadata.type === 'library'
  const running: NamedTemplate[] = []
  for (const { name, data } of chart.templates.toSorted((a, b) => compareStrings(b.name, a.name))) {
    const isPartial = basename(name).startsWith('_')
    if (isLibrary && !isPartial) continue
    const file = `${path}/${name}`
    const syntax = readSyntax(file, fromBytes(data))
    for (const [key, root] of syntax?.trees ?? []) {
      const template = { root, syntax: syntax as NonNullable<typeof syntax> }
      templates.set(key, template)
      if (key === file && !isPartial) running.push(template)
    }
  }
  return running
}

/** What `tpl` may run: texts from values, and files of the charts. */
function runTexts(texts: readonly ValueText[], interpreter: Interpreter, placed: readonly Running[]): void {
  for (const { scope, chart } of placed) {
    const own = texts.filter(({ path }) => scope.prefix.every((part, index) => path[index] === part))
    for (const { text } of own) interpreter.runText(text, scope)
    for (const { name, data } of chart.files) {
      if (!name.startsWith('crds/') && hasActions(data)) interpreter.runText(fromBytes(data), scope)
    }
  }
}

/** Whether there is a `{{` in a file, found without decoding it. */
function hasActions(data: Uint8Array): boolean {
  return Buffer.from(data.buffer, data.byteOffset, data.length).includes('{{')
}

interface Running {
  readonly chart: Chart
  readonly scope: Scope
}

/** Every text in a value that may be a template, for `tpl`. */
export function templateTexts(value: Value, path: ValuesPath = []): ValueText[] {
  if (typeof value === 'string') return value.includes('{{') ? [{ path, text: value }] : []
  if (Array.isArray(value)) return value.flatMap((item) => templateTexts(item, path))
  return value instanceof Map ? [...value].flatMap(([key, item]) => templateTexts(item, [...path, key])) : []
}
