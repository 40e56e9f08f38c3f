import type { Chart } from '#source'
import type { Schema } from './declared.ts'

/** The JSON Schema of a chart's values: see `infer/schema.ts`. Loaded when it is first called. */
export async function inferSchema(chart: Chart): Promise<Schema> {
  return (await import('./schema.ts')).inferSchema(chart)
}
