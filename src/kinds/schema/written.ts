import type { Schema } from '#kube'
import type { WrittenName } from './type-word.ts'

/** Schemas of the types that are written as something else than a struct, by their name in the tables. */
export const writtenSchemas: Readonly<Record<WrittenName, Schema>> = {
  Quantity: {
    typeName: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    oneOf: [{ type: 'string' }, { type: 'number' }],
  },
  IntOrString: {
    typeName: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    format: 'int-or-string',
    'x-kubernetes-int-or-string': true,
  },
  Time: { typeName: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time', type: 'string', format: 'date-time' },
  MicroTime: { typeName: 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', type: 'string', format: 'date-time' },
  FieldsV1: {
    typeName: 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1',
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  },
  RawExtension: {
    typeName: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  },
  JSON: anything('JSON'),
  SchemaOrArray: anything('JSONSchemaPropsOrArray'),
  SchemaOrBool: anything('JSONSchemaPropsOrBool'),
  SchemaOrTexts: anything('JSONSchemaPropsOrStringArray'),
}

function anything(name: string): Schema {
  return {
    typeName: `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.${name}`,
    'x-kubernetes-preserve-unknown-fields': true,
  }
}
