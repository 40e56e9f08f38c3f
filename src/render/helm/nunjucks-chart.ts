import { type GoMap, goJson, type Value } from '#template'
import type { After, NunjucksRequest } from '../nunjucks/index.ts'
import { RenderError } from './error.ts'
import { basename } from './go-text.ts'
import { type ChartNode, fullPath } from './node.ts'
import { allTemplates, type Renderable, type World } from './scope.ts'

/** A tree of charts, values computed, and what its charts see alike. */
export interface NunjucksTree {
  readonly root: ChartNode
  readonly values: GoMap
  readonly world: World
}

/** What a nunjucks template sees of the scope; `.Files` and `.Subcharts` stay with Go templates. */
const VISIBLE = ['Values', 'Chart', 'Release', 'Capabilities'] as const

/** The folders of templates of the charts that say `engine: nunjucks`. */
export function nunjucksFolders(root: ChartNode): ReadonlySet<string> {
  const folders = new Set<string>()
  collect(root, folders)
  return folders
}

function collect(node: ChartNode, folders: Set<string>): void {
  if (node.chart.metadata.engine === 'nunjucks') folders.add(`${fullPath(node)}/templates`)
  for (const dependency of node.dependencies) collect(dependency, folders)
}

/**
 * Renders the nunjucks templates of a tree behind the guard and gives their texts by path; partials (`_…`) are left out.
 * Throws `RenderError` (`template`) with the place; further failures of the run stand in its `others`.
 */
export async function renderNunjucksCharts(tree: NunjucksTree, after: After): Promise<Map<string, string>> {
  const folders = nunjucksFolders(tree.root)
  const requests = [...allTemplates(tree.root, tree.values, tree.world)]
    .filter(([path, { basePath }]) => folders.has(basePath) && !basename(path).startsWith('_'))
    .map(([path, template]) => requestFor(path, template))
  const { renderNunjucks } = await import('../nunjucks/index.ts')
  const texts = new Map<string, string>()
  const failures: RenderError[] = []
  for (const result of await renderNunjucks(requests, { mode: 'text', after })) {
    if ('text' in result) texts.set(result.name, result.text)
    else failures.push(failureOf(result.error))
  }
  const [first, ...others] = failures
  if (first === undefined) return texts
  throw Object.assign(first, { others })
}

function requestFor(name: string, { text, scope, basePath }: Renderable): NunjucksRequest {
  const context: Record<string, unknown> = { Template: { Name: name, BasePath: basePath } }
  for (const field of VISIBLE) context[field] = JSON.parse(goJson(scope.get(field) as Value))
  return { name, text: text(), context }
}

function failureOf(cause: Error & { readonly position?: RenderError['position'] }): RenderError {
  return new RenderError({ code: 'template', message: cause.message, position: cause.position, cause })
}
