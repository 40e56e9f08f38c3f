import { type Describe, schemaOf } from '#kinds'
import type { Schema } from '#kube'

/** A parameter of an operation, free of the dialect it is printed in. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly type: 'string' | 'integer' | 'boolean'
  readonly description: string
}

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'

/** The query parameters that the fields of an options type are; `kind`, `apiVersion` and what is no scalar are none. */
export function optionParameters(typeName: string, describe: Describe): readonly Parameter[] {
  const texts = describe(typeName)?.properties
  return Object.entries(schemaOf(typeName).properties ?? {})
    .filter(([name, { typeName: named }]) => name !== 'kind' && name !== 'apiVersion' && named === undefined)
    .map(([name, schema]) => ({ name, in: 'query', type: typeOf(schema), description: texts?.get(name) ?? '' }))
}

/** The same of a type of meta/v1: `ListOptions`. */
export function metaParameters(kind: string, describe: Describe): readonly Parameter[] {
  return optionParameters(`${meta}.${kind}`, describe)
}

/** `pretty`, which every operation has. */
export const pretty: Parameter = {
  name: 'pretty',
  in: 'query',
  type: 'string',
  description:
    "If 'true', then the output is pretty printed. Defaults to 'false' unless the user-agent indicates a browser or command-line HTTP tool (curl and wget).",
}

/** `namespace` in the path. */
export const namespace: Parameter = pathParameter(
  'namespace',
  'object name and auth scope, such as for teams and projects',
)

/** A parameter in the path. */
export function pathParameter(name: string, description: string): Parameter {
  return { name, in: 'path', type: 'string', description }
}

function typeOf({ type, items }: Schema): Parameter['type'] {
  if (items !== undefined) return typeOf(items)
  return type === 'integer' || type === 'boolean' ? type : 'string'
}
