type Schema = Readonly<Record<string, unknown>>

/** Whether a JSON Schema says anything of the value at a path. */
export function isInSchema(root: unknown, path: readonly string[]): boolean {
  let current: Schema[] = asSchemas(root, root)
  for (const part of path) {
    current = current.flatMap((schema) => below(schema, part)).flatMap((schema) => asSchemas(schema, root))
    if (current.length === 0) return false
  }
  return path.length > 0
}

function below(schema: Schema, name: string): unknown[] {
  const { properties, patternProperties, additionalProperties } = schema
  const own = isSchema(properties) && Object.hasOwn(properties, name) ? [properties[name]] : []
  const others = isSchema(patternProperties) ? Object.values(patternProperties) : []
  return [...own, ...others, ...(isSchema(additionalProperties) ? [additionalProperties] : [])]
}

/** A schema with what it refers to and is made of. */
function asSchemas(value: unknown, root: unknown, depth = 0): Schema[] {
  if (!isSchema(value) || depth > 20) return []
  const combined = ['allOf', 'anyOf', 'oneOf', 'then', 'else'].flatMap((key) => value[key] as unknown)
  const { $ref: reference } = value
  const target = typeof reference === 'string' && reference.startsWith('#/') ? resolve(reference, root) : undefined
  return [value, ...[...combined, target].flatMap((part) => asSchemas(part, root, depth + 1))]
}

function resolve(reference: string, root: unknown): unknown {
  let current = root
  for (const part of reference.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    current = isSchema(current) && Object.hasOwn(current, name) ? current[name] : undefined
  }
  return current
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
