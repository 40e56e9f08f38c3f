/**
 * What a document holds: numbers are float64 as in Go's JSON detour (`9007199254740993` reads as `…992`), maps are
 * `Map`s in document order with string keys.
 */
export type YamlValue = null | boolean | number | string | YamlValue[] | YamlMap
/** A mapping, in document order. */
export type YamlMap = Map<string, YamlValue>
