import { isMap, type Json } from '#kube'

/** A value as Go prints it with `%+v`: `map[spec:map[replicas:x]]`. */
export function goValue(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`
  if (!isMap(value)) return typeof value === 'object' ? value.text : String(value)
  const rows = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goValue(value[key])}`)
  return `map[${rows.join(' ')}]`
}

/**
 * A value of a wrong type in the words of the converter that a strategic merge patch goes through, from those of the JSON
 * decoder: `unrecognized type: int32`, `cannot restore slice from string`.
 */
export function converterWords(decoderWords: string): string {
  const found = /cannot unmarshal (\w+).* of type (\S+)$/.exec(decoderWords)
  if (found === null) return decoderWords
  const [, word = '', type = ''] = found
  const kind = kinds[word] ?? word
  if (type.startsWith('[]')) return `cannot restore slice from ${kind}`
  if (type.startsWith('map[')) return `cannot restore map from ${kind}`
  // Go turns numbers into text in its own way, which the converter then refuses.
  if (type === 'string' && kind === 'int64') return 'cannot convert int64 to string'
  return type.includes('.') ? `cannot restore struct from: ${kind}` : `unrecognized type: ${type}`
}

const kinds: Readonly<Record<string, string>> = { number: 'int64', object: 'map', array: 'slice' }
