import { asMap, mapsAt, pairsAt, textsAt } from '#kinds'
import { type Json, textAt } from '#kube'

/** A LabelSelector as Go prints the pointer to one: `&LabelSelector{MatchLabels:map[string]string{app: x,},…}`. */
export function selectorText(selector: Json | undefined): string {
  if (selector === undefined || selector === null) return 'nil'
  const map = asMap(selector)
  const labels = pairsAt(map, 'matchLabels')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`)
  const expressions = mapsAt(map, 'matchExpressions').map((one) => {
    const values = textsAt(one, 'values').join(' ')
    const fields = `Key:${textAt(one, 'key')},Operator:${textAt(one, 'operator')},Values:[${values}]`
    return `LabelSelectorRequirement{${fields},},`
  })
  const all = `MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},`
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},${all}}`
}
