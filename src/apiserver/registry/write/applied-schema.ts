import { type Kind, schemaOf } from '#kinds'
import type { Schema } from '#kube'

/** The schema that owners of fields are noted by: that of a custom kind says nothing of the metadata, which all objects share. */
export function appliedSchema({ isCustom, schema }: Kind): Schema {
  if (isCustom !== true) return schema
  const known = made.get(schema)
  if (known !== undefined) return known
  const text: Schema = { type: 'string' }
  const metadata = schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')
  // A definition without a schema leaves its objects as they come.
  const isOpen = schema.properties === undefined
  const whole: Schema = {
    ...schema,
    ...(isOpen && { 'x-kubernetes-preserve-unknown-fields': true }),
    properties: { ...schema.properties, apiVersion: text, kind: text, metadata },
  }
  made.set(schema, whole)
  return whole
}

const made = new WeakMap<Schema, Schema>()
