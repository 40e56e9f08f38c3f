import type { JsonObject } from '#kube'
import { reference } from './dialect.ts'
import { type Operation, statusWords } from './operation.ts'
import type { Parameter } from './parameter.ts'
import { byPath, type PathOperations } from './shared-parameters.ts'

/** The OpenAPI v3 document of one group version: its operations and the definitions they need. */
export function v3Document(operations: readonly Operation[], schemas: JsonObject, info: JsonObject): JsonObject {
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(byPath(operations).map((path) => [path.path, pathItem(path)])),
    components: {
      schemas,
      securitySchemes: {
        BearerToken: {
          type: 'apiKey',
          description: 'Bearer Token authentication',
          name: 'authorization',
          in: 'header',
        },
      },
    },
  }
}

function pathItem({ common, operations }: PathOperations): JsonObject {
  const item: JsonObject = {}
  for (const { operation, own } of operations) item[operation.method] = printOperation(operation, own)
  if (common.length > 0) item.parameters = common.map(printParameter)
  return item
}

function printOperation(operation: Operation, own: readonly Parameter[]): JsonObject {
  const { body, action, kind, responses, produces } = operation
  return {
    tags: [operation.tag],
    description: operation.description,
    operationId: operation.id,
    ...(own.length > 0 && { parameters: own.map(printParameter) }),
    ...(body !== undefined && { requestBody: { content: contentOf(operation.consumes, body.type) } }),
    responses: printResponses(responses, produces),
    ...(action !== undefined && { 'x-kubernetes-action': action }),
    ...(kind !== undefined && {
      'x-kubernetes-group-version-kind': { group: kind.group, kind: kind.kind, version: kind.version },
    }),
  }
}

function printParameter({ name, in: place, type, description }: Parameter): JsonObject {
  return {
    name,
    in: place,
    description,
    ...(place === 'path' && { required: true }),
    schema: { type, uniqueItems: true },
  }
}

function printResponses(responses: Operation['responses'], produces: readonly string[]): JsonObject {
  const printed: JsonObject = {}
  for (const [code, type] of Object.entries(responses))
    printed[code] = { description: statusWords[Number(code)] ?? '', content: contentOf(produces, type) }
  printed['401'] = { description: 'Unauthorized' }
  return printed
}

function contentOf(media: readonly string[], type: string): JsonObject {
  const schema = type === 'string' ? { type } : reference('v3', type)
  return Object.fromEntries(media.map((one) => [one, { schema }]))
}
