import type { JsonObject } from '#kube'

/** The two forms of OpenAPI that are published. */
export type Dialect = 'v2' | 'v3'

/** Where definitions are, in each. */
export const definitionPrefix: Readonly<Record<Dialect, string>> = {
  v2: '#/definitions/',
  v3: '#/components/schemas/',
}

/** A reference to a definition. */
export function reference(dialect: Dialect, name: string): JsonObject {
  return { $ref: definitionPrefix[dialect] + name }
}

/** The name of a definition that a reference means; undefined for what is no reference. */
export function referenced(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const prefix = Object.values(definitionPrefix).find((one) => value.startsWith(one))
  return prefix === undefined ? undefined : value.slice(prefix.length)
}
