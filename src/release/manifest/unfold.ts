import { isMap, type Json, type JsonObject, textAt } from '#kube'

/** Lists inside lists that are looked into. */
const MAX_DEPTH = 16

/**
 * The objects of a document: whatever has `items` is a list, and its items take their kind from it where they have none
 * (`ConfigMapList`). Source: k8s.io/apimachinery unstructured/helpers.go.
 */
export function unfold(document: Json, depth = 0): readonly Json[] {
  if (!isMap(document) || !Array.isArray(document['items']) || depth >= MAX_DEPTH) return [document]
  const { items } = document
  return items.flatMap((item) => unfold(isMap(item) ? withKind(item, document) : item, depth + 1))
}

function withKind(item: JsonObject, list: JsonObject): JsonObject {
  const kind = textAt(list, 'kind')
  const isNamed = textAt(item, 'kind') !== '' || textAt(item, 'apiVersion') !== ''
  if (isNamed || !kind.endsWith('List')) return item
  return { apiVersion: textAt(list, 'apiVersion'), kind: kind.slice(0, -'List'.length), ...item }
}
