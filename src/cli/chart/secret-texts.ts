import type { ValuesLayer } from '#render'
import type { Value } from '#template'

/** The texts of every layer whose values were decrypted or come from a Secret. */
export function secretTexts(layers: readonly ValuesLayer[]): readonly string[] {
  return layers.flatMap((layer) => ('values' in layer && layer.origin.isSecret === true ? textsOf(layer.values) : []))
}

function textsOf(value: Value): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return value instanceof Map ? [...value.values()].flatMap(textsOf) : []
}
