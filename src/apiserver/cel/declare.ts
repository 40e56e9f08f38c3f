import { type ObjectType, type Type, types } from '#cel'
import type { Schema } from '#kube'
import { escapeName, isReservedName } from './escape.ts'

/** The largest request the server reads, in bytes: what bounds sizes that a schema leaves open. */
export const MAX_REQUEST_BYTES = 3 * 1024 * 1024

/** A declared type, and the fewest bytes a value of it takes in JSON. */
export interface Declared {
  readonly type: Type
  readonly minBytes: number
}

/** How a schema is declared. */
export interface DeclareOptions {
  /** Name of the type where it is an object; those of its parts are made of it. */
  readonly name?: string
  /** An object with kind, apiVersion and metadata, whether the schema names them or not. */
  readonly isResource?: boolean
}

/**
 * The type a schema declares, with the sizes it promises; undefined where expressions cannot see the value: no type, or an
 * array without items (apiserver `cel/common/schemas.go`).
 */
export function declare(
  schema: Schema,
  { name = 'object', isResource = false }: DeclareOptions = {},
): Declared | undefined {
  return new Declaring().declare(schema, name, isResource)
}

/** A string of any length. */
const TEXT: Schema = { type: 'string' }

/** The same schema with the fields every object has. */
export function withMetadata(schema: Schema): Schema {
  const known = schema.properties
  const metadata = known?.metadata
  if (known?.kind?.type === 'string' && known.apiVersion?.type === 'string' && metadata?.properties?.generateName)
    return schema
  const added = {
    kind: TEXT,
    apiVersion: TEXT,
    metadata: { type: 'object', properties: { name: TEXT, generateName: TEXT } },
  } as const
  return { ...schema, properties: { ...known, ...added } }
}

/** One declaration under way; a type inside itself is dyn. */
class Declaring {
  readonly #open = new Set<Schema>()

  declare(schema: Schema, name: string, isResource: boolean): Declared | undefined {
    if (schema['x-kubernetes-int-or-string'] === true) return intOrString(schema)
    if (this.#open.has(schema)) return { type: types.dyn, minBytes: 2 }
    this.#open.add(schema)
    const declared = this.#declareOpen(isResource ? withMetadata(schema) : schema, name)
    this.#open.delete(schema)
    return declared
  }

  #declareOpen(schema: Schema, name: string): Declared | undefined {
    switch (schema.type) {
      case 'array':
        return this.#list(schema, name)
      case 'object':
        return typeof schema.additionalProperties === 'object' ? this.#map(schema, name) : this.#object(schema, name)
      case 'string':
        return text(schema)
      case 'boolean':
        return { type: { kind: 'bool', maxSize: 0 }, minBytes: 4 }
      case 'number':
        return { type: { kind: 'double', maxSize: 0 }, minBytes: 1 }
      case 'integer':
        return { type: { kind: 'int', maxSize: 0 }, minBytes: 1 }
      default:
        return undefined
    }
  }

  #list({ items, maxItems }: Schema, name: string): Declared | undefined {
    const item = items && this.declare(items, `${name}.@idx`, items['x-kubernetes-embedded-resource'] === true)
    if (item === undefined) return undefined
    const maxSize = maxItems ?? Math.floor((MAX_REQUEST_BYTES - 2) / (item.minBytes + 1))
    return { type: { kind: 'list', item: item.type, maxSize: Math.max(maxSize, 0) }, minBytes: 2 }
  }

  #map({ additionalProperties: values, maxProperties }: Schema, name: string): Declared | undefined {
    if (typeof values !== 'object') return undefined
    const value = this.declare(values, `${name}.@elem`, values['x-kubernetes-embedded-resource'] === true)
    if (value === undefined) return undefined
    const maxSize = maxProperties ?? Math.floor((MAX_REQUEST_BYTES - 2) / (value.minBytes + 6))
    return {
      type: { kind: 'map', key: { kind: 'string', maxSize: 0 }, value: value.type, maxSize: Math.max(maxSize, 0) },
      minBytes: 2,
    }
  }

  #object(schema: Schema, name: string): Declared {
    const fields = new Map<string, Type>()
    let minBytes = 2
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const isResource = property['x-kubernetes-embedded-resource'] === true
      const escaped = escapeName(key)
      const field = this.declare(property, `${name}.${escaped ?? key}`, isResource)
      if (field === undefined) continue
      if (escaped !== undefined) fields.set(escaped, field.type)
      if (schema.required?.includes(key) && property.default === undefined) minBytes += key.length + field.minBytes + 4
    }
    return { type: objectType(name, fields), minBytes }
  }
}

/** An object's type by its fields, under their escaped names. */
export function objectType(name: string, fields: ReadonlyMap<string, Type>): ObjectType {
  return {
    kind: 'object',
    name,
    field: (field) => fields.get(field) ?? (isReservedName(field) ? fields.get(`__${field}__`) : undefined),
    fieldNames: () => [...fields.keys()],
  }
}

function intOrString({ maxLength }: Schema): Declared {
  const maxSize = maxLength === undefined ? MAX_REQUEST_BYTES - 2 : Math.max(maxLength, 0) * 4
  return { type: { kind: 'dyn', maxSize }, minBytes: 1 }
}

function text({ format, maxLength, enum: choices }: Schema): Declared {
  if (format === 'duration') return { type: { kind: 'duration', maxSize: 32 }, minBytes: 3 }
  if (format === 'date') return { type: { kind: 'timestamp', maxSize: 12 }, minBytes: 12 }
  if (format === 'date-time') return { type: { kind: 'timestamp', maxSize: 32 }, minBytes: 21 }
  const open = MAX_REQUEST_BYTES - 2
  if (format === 'byte') return { type: { kind: 'bytes', maxSize: Math.max(maxLength ?? open, 0) }, minBytes: 2 }
  if (maxLength !== undefined) return { type: { kind: 'string', maxSize: Math.max(maxLength, 0) * 4 }, minBytes: 2 }
  const longest = choices?.map((choice) => (typeof choice === 'string' ? Buffer.byteLength(choice) : 0)) ?? []
  const maxSize = longest.length > 0 ? Math.max(...longest) : open
  return { type: { kind: 'string', maxSize }, minBytes: 2 }
}
