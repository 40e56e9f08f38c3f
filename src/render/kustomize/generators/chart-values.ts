import { loadObject } from '#yaml'
import type { HelmChart } from '../file/types.ts'
import { copyJson, isObject, type JsonObject, newObject } from '../resource/json.ts'
import { yamlText } from '../resource/write.ts'

/** The text of a chart's values: the file's, with `valuesInline` over it, under it, or in its place. Throws what `load` throws. */
export function mergeChartValues(chart: HelmChart, load: () => string): string {
  const { valuesInline = {}, valuesMerge = 'override' } = chart
  if (Object.keys(valuesInline).length === 0) return load()
  if (valuesMerge === 'replace') return yamlText(valuesInline)
  const value = loadObject(load())
  const file = isObject(value as JsonObject) ? (value as JsonObject) : newObject()
  const [patch, target] = valuesMerge === 'merge' ? [file, copyJson(valuesInline)] : [valuesInline, file]
  return yamlText(mergeValues(target, patch))
}

// Maps are merged, null deletes, anything else is replaced: merging without a schema.
function mergeValues(target: JsonObject, patch: JsonObject): JsonObject {
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    const old = target[key]
    if (value === null || value === undefined) delete target[key]
    else if (isObject(value)) target[key] = mergeValues(isObject(old) ? old : newObject(), value)
    else target[key] = value
  }
  return target
}
