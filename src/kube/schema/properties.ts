import type { Schema } from './schema.ts'

/** The schema of a named property; never something inherited. */
export function propertyOf(schema: Schema, key: string): Schema | undefined {
  const { properties } = schema
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
}

/** The schema of keys that are no property, where there is one. */
export function additionalOf(schema: Schema): Schema | undefined {
  const { additionalProperties } = schema
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** The path of a field below another: `spec.x`, or `x` at the root. */
export function childPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
