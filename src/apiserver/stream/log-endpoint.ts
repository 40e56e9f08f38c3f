import { badRequest, internalError, StatusError, type StatusReason } from '#kube'
import type { Answer, ApiRequest, RequestContext } from '../contract/http.ts'
import type { NodeConnector } from '../contract/node.ts'
import type { Registry, SpecialEndpoint } from '../contract/registry.ts'
import { deriveRequest } from '../transport/derive-request.ts'
import { serveLogSocket } from './answer-socket.ts'
import { logQuery } from './log-options.ts'
import { containerOf, nodeOf, podOf } from './pod.ts'
import { isWebSocket } from './upgrade.ts'

/** What endpoints that pass requests on to nodes work with. */
export interface NodeAccess {
  readonly registry: Pick<Registry, 'kinds' | 'read' | 'readAll'>
  readonly nodes: NodeConnector
}

/** `pods/log`: text as the node gives it, also over a websocket. */
export function logEndpoint(access: NodeAccess): SpecialEndpoint {
  return {
    group: '',
    resource: 'pods',
    subresource: 'log',
    connect: (request, context) => log(access, request, context),
  }
}

async function log({ registry, nodes }: NodeAccess, request: ApiRequest, { info }: RequestContext): Promise<Answer> {
  const query = logQuery(request.query, info.name)
  const pod = podOf(registry, info.namespace, info.name)
  const container = containerOf(pod, request.query.get('container') ?? '')
  const node = nodeOf(pod)
  if (node === '') return { status: 204, body: '' }
  const path = `/containerLogs/${info.namespace}/${info.name}/${container}`
  const passed = deriveRequest(request, { method: 'GET', path, query, keepsUpgrade: false })
  const answer = await nodes.connect(node, path, passed)
  if ('taken' in answer) return answer
  if (answer.status < 200 || answer.status > 206) throw refusalOf(answer, info.name)
  return isWebSocket(request) ? serveLogSocket(request, answer) : answer
}

/** A node's refusal as the API server tells it (genericrest's response checker). */
function refusalOf(answer: Exclude<Answer, { taken: true }>, name: string): Error {
  const text = 'body' in answer ? textOf(answer.body).slice(0, maxTextLength) : ''
  if (answer.status === 400) return badRequest(text.trimEnd())
  if (answer.status === 500) return internalError(text.trimEnd())
  const [reason, message] = answers[answer.status] ?? [
    '',
    `the server responded with the status code ${answer.status} but did not return more information`,
  ]
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `${message} (get pods/log ${name})`,
    reason,
    details: { name, kind: 'pods/log' },
    code: answer.status,
  })
}

const maxTextLength = 50_000

const answers: Readonly<Record<number, readonly [StatusReason, string]>> = {
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  404: ['NotFound', 'the server could not find the requested resource'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
}

function textOf(body: string | Uint8Array | readonly (string | Uint8Array)[]): string {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8')
  return body.map(textOf).join('')
}
