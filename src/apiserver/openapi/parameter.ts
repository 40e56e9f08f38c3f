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

/**
 * The query parameters that the fields of an options type are; `kind`, `apiVersion` and what is no scalar are none. Equal
 * parameters are one object: operations are compared by them, and there are thousands.
 */
export function optionParameters(typeName: string, describe: Describe): readonly Parameter[] {
  const made = madeOf(describe)
  const known = made.lists.get(typeName)
  if (known !== undefined) return known
  const texts = describe(typeName)?.properties
  const list = Object.entries(schemaOf(typeName).properties ?? {})
    .filter(([name, { typeName: named }]) => name !== 'kind' && name !== 'apiVersion' && named === undefined)
    .map(([name, schema]) =>
      only(made, { name, in: 'query', type: typeOf(schema), description: texts?.get(name) ?? '' }),
    )
  made.lists.set(typeName, list)
  return list
}

interface Made {
  readonly lists: Map<string, readonly Parameter[]>
  readonly parameters: Map<string, Parameter>
}

const madeWith = new WeakMap<Describe, Made>()

function madeOf(describe: Describe): Made {
  const made = madeWith.get(describe) ?? { lists: new Map(), parameters: new Map() }
  madeWith.set(describe, made)
  return made
}

function only({ parameters }: Made, parameter: Parameter): Parameter {
  const key = JSON.stringify(parameter)
  const known = parameters.get(key) ?? parameter
  parameters.set(key, known)
  return known
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
