/** A JSON Schema, or a part of one. */
export type Schema = { [keyword: string]: unknown }

/** Whether a value is an object. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A chart's own schema on top of what was inferred: what it says stays; what it does not name is added. */
export function mergeDeclared(inferred: Schema, declared: Schema): Schema {
  const { properties: ours, ...rest } = inferred
  const { properties: theirs, ...own } = declared
  const hasType = ['$ref', 'type', 'anyOf', 'oneOf', 'allOf', 'enum', 'const'].some((keyword) => keyword in own)
  const kept = hasType ? withoutTypes(rest) : rest
  const properties = mergeProperties(ours, theirs)
  const merged = { ...kept, ...own }
  return properties === undefined || '$ref' in own ? merged : { ...merged, properties }
}

function withoutTypes({ type: _type, items: _items, ...rest }: Schema): Schema {
  return rest
}

function mergeProperties(ours: unknown, theirs: unknown): Schema | undefined {
  if (!isSchema(ours)) return isSchema(theirs) ? theirs : undefined
  const merged: Schema = { ...ours }
  for (const [name, schema] of Object.entries(isSchema(theirs) ? theirs : {})) {
    const known = Object.hasOwn(ours, name) ? ours[name] : undefined
    merged[name] = isSchema(known) && isSchema(schema) ? mergeDeclared(known, schema) : schema
  }
  return merged
}

/** The schema with its own references pointing below `base`, where it is going to stand. */
export function rebased(schema: unknown, base: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => rebased(item, base))
  if (!isSchema(schema)) return schema
  const moved: Schema = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === '$schema' || keyword === '$id') continue
    const isReference = keyword === '$ref' && typeof value === 'string' && value.startsWith('#')
    moved[keyword] = isReference ? `#${base}${value.slice(1)}` : rebased(value, base)
  }
  return moved
}
