import { schemaOf } from '#kinds'
import { additionalOf, decodeTyped, isMap, type Json, type JsonObject, propertyOf, type Schema } from '#kube'

/**
 * Decodes the metadata of a custom resource, and of objects embedded in it, as the typed ObjectMeta that it is (mutates);
 * gives paths of unknown fields. Throws DecodeError.
 */
export function decodeMetadata(object: JsonObject, schema: Schema): readonly string[] {
  const unknown: string[] = []
  decodeOne(object, '', unknown)
  for (const key of Object.keys(object)) {
    if (key !== 'metadata') walk(object[key], fieldSchema(schema, key), key, unknown)
  }
  return unknown
}

const metadataType = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'

function decodeOne({ metadata }: JsonObject, path: string, unknown: string[]): void {
  if (!isMap(metadata)) return
  const prefix = path === '' ? 'metadata' : `${path}.metadata`
  for (const field of decodeTyped(schemaOf(metadataType), metadata).unknown) unknown.push(`${prefix}.${field}`)
}

function walk(value: Json | undefined, schema: Schema | undefined, path: string, unknown: string[]): void {
  if (schema === undefined) return
  if (Array.isArray(value)) value.forEach((item, at) => walk(item, schema.items, `${path}[${at}]`, unknown))
  if (!isMap(value)) return
  if (schema['x-kubernetes-embedded-resource'] === true) decodeOne(value, path, unknown)
  for (const key of Object.keys(value)) walk(value[key], fieldSchema(schema, key), `${path}.${key}`, unknown)
}

function fieldSchema(schema: Schema, key: string): Schema | undefined {
  return propertyOf(schema, key) ?? additionalOf(schema)
}
