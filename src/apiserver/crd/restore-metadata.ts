import { checkAnnotations, checkLabels } from '#kinds'
import { copyOf, type Finding, findingsText, isMap, type Json, type JsonObject, type KubeObject, sameJson } from '#kube'

/**
 * Gives a converted object (mutated) the metadata of the one that was sent; of its own only labels and annotations stay.
 * Gives why that cannot be (apiextensions restoreObjectMeta).
 */
export function restoreMetadata(original: KubeObject, converted: JsonObject): string | undefined {
  const given = converted['metadata']
  if (given === undefined) return 'missing metadata in converted object'
  if (!isMap(given)) return `invalid metadata of type ${goType(given)} in converted object`
  const metadata = copyOf(original.metadata)
  for (const field of ['labels', 'annotations'] as const) {
    const value = given[field]
    if (value === undefined || value === null) {
      delete metadata[field]
      continue
    }
    if (!isMap(value)) return `invalid metadata.${field} of type ${goType(value)} in converted object`
    const fault = mapFault(value, original.metadata[field], field)
    if (fault !== undefined) return fault
    metadata[field] = value
  }
  converted['metadata'] = metadata
  return undefined
}

function mapFault(value: JsonObject, before: Json | undefined, field: 'labels' | 'annotations'): string | undefined {
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      return `metadata.${field}[${key}] must be a string, but is ${goType(text)} in converted object`
    }
  }
  if (sameJson(value, before ?? {})) return undefined
  const found: Finding[] = []
  if (field === 'labels') checkLabels(found, value, 'metadata.labels')
  else checkAnnotations(found, value, 'metadata.annotation')
  return found.length === 0 ? undefined : findingsText(found)
}

function goType(value: Json): string {
  if (value === null) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : 'map[string]interface {}'
}
