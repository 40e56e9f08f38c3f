import { mergeAsKustomize } from '#kube'
import { isQuoted } from '#yaml'
import type { HelmChart } from '../file/types.ts'
import { loadDocuments } from '../resource/document.ts'
import { copyJson, isObject, type JsonObject, newObject } from '../resource/json.ts'
import { yamlText } from '../resource/write.ts'

/** The text of a chart's values: the file's, with `valuesInline` over it, under it, or in its place. Throws what `load` throws. */
export function mergeChartValues(chart: HelmChart, load: () => string): string {
  const { valuesInline = {}, valuesMerge = '' } = chart
  if (Object.keys(valuesInline).length === 0) return load()
  const inline = copyJson(valuesInline)
  if (valuesMerge === 'replace') return yamlText(inline)
  const file = valuesOf(load())
  const [target, patch] = valuesMerge === 'merge' ? [inline, file] : [file, inline]
  return yamlText(merged(target, patch))
}

function valuesOf(text: string): JsonObject {
  const value = loadDocuments(text, 'values.yaml')[0]?.value
  return isObject(value) ? value : newObject()
}

// As resources are patched, without any schema: maps are merged, lists replaced, null deletes.
function merged(target: JsonObject, patch: JsonObject): JsonObject {
  const isInQuotes = (map: JsonObject, key: string): boolean => typeof map[key] === 'string' && isQuoted(map, key)
  return (mergeAsKustomize(target, patch, { schemas: () => undefined, isQuoted: isInQuotes }) ??
    newObject()) as JsonObject
}
