import { type Json, labelSelectorOf } from '#kube'

/** A LabelSelector as the query of an API takes it; empty where there is none. */
export function selectorQuery(selector: Json | undefined): string {
  return selector === undefined || selector === null ? '' : labelSelectorOf(selector).text
}
