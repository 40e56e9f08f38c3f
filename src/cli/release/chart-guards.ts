import { explainValues, type HelmRenderOptions, type ValueExplanation } from '#render'
import type { Chart } from '#source'

/** Values that are named. */
const MAX_NAMED = 5

/** The template of a chart or subchart by what `# Source:` says: `web/charts/db/templates/db.yaml`. */
interface Placed {
  readonly text: string
  /** Where its chart's values are in the root's. */
  readonly prefix: readonly string[]
}

/**
 * The values that decide whether a template makes anything, with who gives them: `ingress.enabled (--set)`. What is asked is
 * what its conditions and loops name.
 */
export async function guardsOf(chart: Chart, options: HelmRenderOptions, source: string): Promise<readonly string[]> {
  const placed = placedTemplate(chart, source)
  if (placed === undefined) return []
  const asked = conditionPaths(placed.text).map((path) => [...placed.prefix, path].join('.'))
  const found = await Promise.all(
    [...new Set(asked)].slice(0, MAX_NAMED).map(async (path) => (await explainValues(chart, options, path))[0]),
  )
  return found.flatMap((value) => (value === undefined || value.writers.length === 0 ? [] : [guardText(value)]))
}

function placedTemplate(root: Chart, source: string): Placed | undefined {
  const [, ...steps] = source.split('/')
  const prefix: string[] = []
  let chart: Chart | undefined = root
  while (steps[0] === 'charts') {
    const name = steps[1] ?? ''
    chart = chart?.dependencies.find(({ metadata }) => metadata.name === name)
    prefix.push(name)
    steps.splice(0, 2)
  }
  const file = chart?.templates.find(({ name }) => name === steps.join('/'))
  return file && { text: new TextDecoder().decode(file.data), prefix }
}

function conditionPaths(text: string): readonly string[] {
  const actions = [...text.matchAll(/\{\{-?\s*(?:if|else\s+if|with|range)\s([^}]*)\}\}/g)].map(
    ([, action = '']) => action,
  )
  return actions.flatMap((action) =>
    [...action.matchAll(/\.Values\.([A-Za-z_][\w.]*\w)/g)].map(([, path = '']) => path),
  )
}

function guardText({ path, writers }: ValueExplanation): string {
  const writer = writers.find(({ isWinner }) => isWinner) ?? writers.at(-1)
  if (writer?.position === undefined) return `${path} (${writer?.text.split(' ')[0] ?? ''})`
  return `${path} (${writer.position.file}:${writer.position.line})`
}
