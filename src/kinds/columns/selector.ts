import type { Json, JsonObject } from '#kube'
import { asMap, mapsAt, pairsAt, scalarText, textAt, textsAt } from '../read.ts'

/** Labels as `a=b,c=d`; `<none>` when there are none. */
export function labelsText(labels: Json | undefined): string {
  const pairs = Object.entries(asMap(labels)).map(([key, value]) => `${key}=${scalarText(value)}`)
  return pairs.length === 0 ? '<none>' : pairs.toSorted().join(',')
}

/** A LabelSelector as `a=b,c in (d,e)`; `<none>` when it selects everything or is missing. */
export function selectorText(selector: Json | undefined): string {
  return selectorString(selector) || '<none>'
}

/** The same, empty when it selects everything. */
export function selectorString(selector: Json | undefined): string {
  const map = asMap(selector)
  const labels = pairsAt(map, 'matchLabels').map(([key, value]) => ({ key, text: `${key}=${value}` }))
  const expressions = mapsAt(map, 'matchExpressions').map((each) => ({
    key: textAt(each, 'key'),
    text: expression(each),
  }))
  const sorted = [...labels, ...expressions].toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
  return sorted.map(({ text }) => text).join(',')
}

function expression(requirement: JsonObject): string {
  const key = textAt(requirement, 'key')
  const values = textsAt(requirement, 'values').toSorted().join(',')
  switch (textAt(requirement, 'operator')) {
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
    case 'NotIn':
      return `${key} notin (${values})`
    default:
      return `${key} in (${values})`
  }
}
