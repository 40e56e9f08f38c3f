import { apiVersionOf, badRequest, type GroupVersionKind, goQuote, type JsonObject, type KubeObject } from '#kube'

/**
 * A decoded body as an object of the kind that an endpoint takes: `kind` and `apiVersion` are filled in where they are
 * missing. Throws 400 in the words of the real server when they say something else.
 */
export function expectKind(body: JsonObject, expected: GroupVersionKind, also: readonly string[] = []): KubeObject {
  const wanted = apiVersionOf(expected)
  const apiVersion = textOr(body['apiVersion'], wanted)
  const kind = textOr(body['kind'], expected.kind)
  if (apiVersion !== wanted && !also.includes(apiVersion))
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`)
  if (kind !== expected.kind) throw badRequest(unknownKind(kind, apiVersion, expected))
  // The head first, as everything that is answered has it.
  const head = { kind, apiVersion, metadata: body['metadata'] ?? {} }
  return { ...head, ...body, ...head } as KubeObject
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}

function unknownKind(kind: string, apiVersion: string, expected: GroupVersionKind): string {
  const why = `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme "pkg/api/legacyscheme/scheme.go:30"`
  return `${kind} in version ${goQuote(expected.version)} cannot be handled as a ${expected.kind}: ${why}`
}
