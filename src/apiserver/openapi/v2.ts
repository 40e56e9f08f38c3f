import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '#kube'
import { reference } from './dialect.ts'
import { type Operation, statusWords } from './operation.ts'
import type { Parameter } from './parameter.ts'
import { byPath, type PathOperations } from './shared-parameters.ts'

/** Paths of an OpenAPI v2 document with what can be done there; parameters that many operations have go to `shared` (mutates). */
export function v2Paths(operations: readonly Operation[], shared: JsonObject): readonly (readonly [string, Json])[] {
  return byPath(operations).map((path) => [path.path, pathItem(path, shared)])
}

function pathItem({ common, operations }: PathOperations, shared: JsonObject): JsonObject {
  const item: JsonObject = {}
  for (const { operation, own } of operations) item[operation.method] = printOperation(operation, own, shared)
  if (common.length > 0) item.parameters = common.map((one) => printParameter(one, shared))
  return item
}

function printOperation(operation: Operation, own: readonly Parameter[], shared: JsonObject): JsonObject {
  const { body, action, kind, consumes, produces } = operation
  const parameters = own.map((one) => printParameter(one, shared))
  if (body !== undefined) parameters.unshift(printBody(body))
  return {
    description: operation.description,
    ...(consumes.length > 0 && { consumes: [...consumes] }),
    produces: [...produces],
    schemes: ['https'],
    tags: [operation.tag],
    operationId: operation.id,
    ...(parameters.length > 0 && { parameters }),
    responses: printResponses(operation.responses),
    ...(action !== undefined && { 'x-kubernetes-action': action }),
    ...(kind !== undefined && {
      'x-kubernetes-group-version-kind': { group: kind.group, kind: kind.kind, version: kind.version },
    }),
  }
}

function printBody({ type, isOptional }: NonNullable<Operation['body']>): JsonObject {
  return { name: 'body', in: 'body', ...(isOptional !== true && { required: true }), schema: reference('v2', type) }
}

/** Parameters that many operations have are written once. kubectl looks for two of them without following references. */
function printParameter(parameter: Parameter, shared: JsonObject): JsonObject {
  const { name } = parameter
  if (name === 'dryRun' || name === 'fieldValidation' || name === 'name') return plainParameter(parameter)
  const printed = printedParameters.get(parameter) ?? sharedParameter(parameter)
  printedParameters.set(parameter, printed)
  shared[printed.key] = printed.value
  return { $ref: `#/parameters/${printed.key}` }
}

function plainParameter({ name, in: place, type, description }: Parameter): JsonObject {
  return { uniqueItems: true, type, description, name, in: place, ...(place === 'path' && { required: true }) }
}

const printedParameters = new WeakMap<Parameter, { readonly key: string; readonly value: JsonObject }>()

function sharedParameter(parameter: Parameter): { readonly key: string; readonly value: JsonObject } {
  const value = plainParameter(parameter)
  return { key: `${parameter.name}-${digest(JSON.stringify(value))}`, value }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 8)
}

function printResponses(responses: Operation['responses']): JsonObject {
  const printed: JsonObject = {}
  for (const [code, type] of Object.entries(responses)) {
    const schema = type === 'string' ? { type } : reference('v2', type)
    printed[code] = { description: statusWords[Number(code)] ?? '', schema }
  }
  printed['401'] = { description: 'Unauthorized' }
  return printed
}
