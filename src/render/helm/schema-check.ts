import type { GoMap } from '#template'
import type { YamlValue } from '#yaml'
import { RenderError } from './error.ts'
import { goTypeName } from './go-text.ts'
import type { ChartNode } from './node.ts'
import type { Compat } from './options.ts'

/** Checks values against one schema: a line for each violation, none when all is well. */
export type SchemaCheck = (
  schema: Uint8Array,
  values: YamlValue,
  options: { readonly compat: Compat },
) => readonly string[]

/** Whether a chart of the tree brings a schema. */
export function hasSchema(node: ChartNode): boolean {
  return node.chart.schema !== undefined || node.dependencies.some(hasSchema)
}

/** Checks the values of the chart and of each subchart. Throws `RenderError` (`schema`) with every violation. */
export function checkSchemas(root: ChartNode, values: GoMap, options: CheckOptions): void {
  const text = violations(root, values, options)
  if (text === '') return
  const message = `values don't meet the specifications of the schema(s) in the following chart(s):\n${text}`
  throw new RenderError({ code: 'schema', message })
}

/** What a check runs with. */
export interface CheckOptions {
  readonly compat: Compat
  readonly check: SchemaCheck
}

function violations(node: ChartNode, values: GoMap, options: CheckOptions): string {
  let text = ''
  if (node.chart.schema !== undefined) {
    const lines = options.check(node.chart.schema, values as YamlValue, { compat: options.compat })
    // The text of a schema that cannot be used ends without a line break, as in Helm.
    const end = lines[0]?.startsWith('- ') === true ? '\n' : ''
    if (lines.length > 0) text += `${node.name}:\n${lines.join('\n')}${end}`
  }
  for (const sub of node.dependencies) text += subchartViolations(sub, values, options)
  return text
}

function subchartViolations(sub: ChartNode, values: GoMap, options: CheckOptions): string {
  const own = values.get(sub.name)
  if (own === undefined || own === null) return ''
  if (own instanceof Map) return violations(sub, own, options)
  return `${sub.name}:\ninvalid type for values: expected object (map), got ${goTypeName(own)}\n`
}
