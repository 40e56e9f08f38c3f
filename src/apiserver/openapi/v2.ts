import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '#kube'
import { reference } from './dialect.ts'
import { type Operation, statusWords } from './operation.ts'
import type { Parameter } from './parameter.ts'
import { byPath, type PathOperations } from './shared-parameters.ts'

/** The OpenAPI v2 document of everything that is served. */
export function v2Document(operations: readonly Operation[], definitions: JsonObject, version: string): JsonObject {
  const shared: JsonObject = {}
  const paths = byPath(operations).map((path): [string, Json] => [path.path, pathItem(path, shared)])
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version },
    paths: Object.fromEntries(paths),
    definitions,
    parameters: Object.fromEntries(Object.entries(shared).sort(([a], [b]) => (a < b ? -1 : 1))),
    securityDefinitions: {
      BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
    },
    security: [{ BearerToken: [] }],
  }
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
  const { name, in: place, type, description } = parameter
  const printed = { uniqueItems: true, type, description, name, in: place, ...(place === 'path' && { required: true }) }
  if (name === 'dryRun' || name === 'fieldValidation' || name === 'name') return printed
  const known = keys.get(description) ?? new Map<string, string>()
  keys.set(description, known)
  const key = known.get(name + place) ?? `${name}-${digest(JSON.stringify(printed))}`
  known.set(name + place, key)
  shared[key] = printed
  return { $ref: `#/parameters/${key}` }
}

const keys = new Map<string, Map<string, string>>()

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
