import { notFound } from '#kube'
import type { Answer, ApiRequest, RequestContext } from '../contract/http.ts'
import type { SpecialEndpoint } from '../contract/registry.ts'
import { deriveRequest } from '../transport/derive-request.ts'
import { type Backend, podBackend, serviceBackend } from './backend.ts'
import type { AdmitConnect } from './connect-admission.ts'
import { proxyTo } from './http-proxy.ts'
import type { NodeAccess } from './log-endpoint.ts'

/** What proxies work with beside the way to nodes. */
export interface ProxyAccess extends NodeAccess {
  readonly random: () => number
}

/** `nodes/proxy`, `pods/proxy` and `services/proxy`. */
export function proxyEndpoints(access: ProxyAccess, admit: AdmitConnect): readonly SpecialEndpoint[] {
  const targets: Readonly<Record<string, Send>> = {
    nodes: (request, context) => toNode(access, request, context),
    pods: (request, { info }) => toBackend(access, podBackend(access, info.namespace, info.name), request, info.rest),
    services: (request, { info }) =>
      toBackend(access, serviceBackend(access, info.namespace, info.name, access.random), request, info.rest),
  }
  return Object.entries(targets).map(([resource, send]) => ({
    group: '',
    resource,
    subresource: 'proxy',
    connect: async (request, context) => {
      const path = context.info.rest
      await admit(context, optionKinds[resource] ?? '', path === '' ? {} : { path })
      const isBare =
        path === '' && !request.path.endsWith('/') && (request.method === 'GET' || request.method === 'HEAD')
      return isBare ? redirect(request) : await send(request, context)
    },
  }))
}

type Send = (request: ApiRequest, context: RequestContext) => Promise<Answer>

const optionKinds: Readonly<Record<string, string>> = {
  nodes: 'NodeProxyOptions',
  pods: 'PodProxyOptions',
  services: 'ServiceProxyOptions',
}

/** Relative links of a page only work below a slash. */
function redirect(request: ApiRequest): Answer {
  const query = request.query.toString()
  return { status: 301, headers: { location: `${request.path}/${query === '' ? '' : `?${query}`}` }, body: '' }
}

async function toNode(
  { registry, nodes }: ProxyAccess,
  request: ApiRequest,
  { info }: RequestContext,
): Promise<Answer> {
  const [name = ''] = info.name.split(':').slice(-2)
  const kind = registry.kinds.find('', 'v1', 'nodes')
  const node = [info.name, name].find((one) => kind !== undefined && registry.read(kind, '', one) !== undefined)
  if (node === undefined) throw notFound({ group: '', resource: 'nodes' }, info.name)
  const path = withSlash(info.rest, request)
  return await nodes.connect(node, path, deriveRequest(request, { path }))
}

async function toBackend({ nodes }: ProxyAccess, backend: Backend, request: ApiRequest, rest: string): Promise<Answer> {
  const dialled = (await nodes.dial?.(backend.host, backend.port)) ?? backend
  return await proxyTo({ ...backend, ...dialled }, withSlash(rest, request), request)
}

function withSlash(rest: string, request: ApiRequest): string {
  if (rest === '') return '/'
  const encoded = rest.split('/').map(encodeURIComponent).join('/')
  return request.path.endsWith('/') && !encoded.endsWith('/') ? `${encoded}/` : encoded
}
