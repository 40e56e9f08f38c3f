import { type LoadOptions, load } from './load.ts'
import type { YamlValue } from './value.ts'

/**
 * Like `load`, but mappings are plain objects without a prototype, so that a key such as `__proto__` is only a key.
 * The caller vouches for the shape `T`. Throws `YamlError`.
 */
export function loadObject<T = unknown>(text: string, options: LoadOptions = {}): T {
  return objectOf(load(text, options)) as T
}

/** A value with its maps turned into plain objects without a prototype. */
export function objectOf(value: YamlValue): unknown {
  if (Array.isArray(value)) return value.map(objectOf)
  if (!(value instanceof Map)) return value
  const object = Object.create(null) as Record<string, unknown>
  for (const [key, item] of value) object[key] = objectOf(item)
  return object
}
