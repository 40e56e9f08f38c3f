import { asMap, listAt, mapAt, mapsAt } from '#kinds'
import { type Json, labelSelectorOf, textAt } from '#kube'

/** A LabelSelector as the query of an API takes it; empty where there is none. */
export function selectorQuery(selector: Json | undefined): string {
  return selector === undefined || selector === null ? '' : labelSelectorOf(selector).text
}

/** A LabelSelector as Go's `%+v` prints it, which the reasons of a rescale show. */
export function selectorWords(selector: Json | undefined): string {
  if (selector === undefined || selector === null) return 'nil'
  const labels = Object.entries(mapAt(selector, 'matchLabels'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${String(value as string)},`)
  const expressions = mapsAt(asMap(selector), 'matchExpressions').map((one) => {
    const values = listAt(one, 'values').map(String).join(' ')
    return `LabelSelectorRequirement{Key:${textAt(one, 'key')},Operator:${textAt(one, 'operator')},Values:[${values}],},`
  })
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}
