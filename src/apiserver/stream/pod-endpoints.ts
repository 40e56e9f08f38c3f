import { badRequest } from '#kube'
import type { Answer, ApiRequest, RequestContext } from '../contract/http.ts'
import type { SpecialEndpoint } from '../contract/registry.ts'
import { deriveRequest } from '../transport/derive-request.ts'
import type { AdmitConnect } from './connect-admission.ts'
import type { NodeAccess } from './log-endpoint.ts'
import { containerOf, nodeOf, podOf, textAt } from './pod.ts'
import { readPorts } from './port-channels.ts'
import { readFlag } from './query-option.ts'
import { upgradeKind } from './upgrade.ts'

/** `pods/exec`, `pods/attach` and `pods/portforward`: checked here, spoken by the node. */
export function podEndpoints(access: NodeAccess, admit: AdmitConnect): readonly SpecialEndpoint[] {
  return Object.entries(paths).map(([subresource, pathOf]) => ({
    group: '',
    resource: 'pods',
    subresource,
    connect: (request, context) => passOn({ access, admit, pathOf }, request, context),
  }))
}

interface Endpoint {
  readonly access: NodeAccess
  readonly admit: AdmitConnect
  readonly pathOf: PathOf
}

interface NodePath {
  readonly path: string
  readonly query: URLSearchParams
  readonly optionsKind: string
  readonly options: Readonly<Record<string, unknown>>
}

type PathOf = (pod: ReturnType<typeof podOf>, query: URLSearchParams) => NodePath

const paths: Readonly<Record<string, PathOf>> = {
  exec: (pod, query) => commandPath('exec', pod, query),
  attach: (pod, query) => commandPath('attach', pod, query),
  portforward: (pod, query) => ({
    path: `/portForward/${textAt(pod, 'metadata', 'namespace')}/${pod.metadata.name}`,
    query: new URLSearchParams(
      query.has('ports') ? { port: readPorts(query).join(','), ports: readPorts(query).join(',') } : {},
    ),
    optionsKind: 'PodPortForwardOptions',
    options: query.has('ports') ? { ports: readPorts(query) } : {},
  }),
}

/** The kubelet has other names for the same streams. */
const streamNames = { stdin: 'input', stdout: 'output', stderr: 'error', tty: 'tty' } as const

function commandPath(name: 'exec' | 'attach', pod: ReturnType<typeof podOf>, query: URLSearchParams): NodePath {
  const container = containerOf(pod, query.get('container') ?? '')
  const passed = new URLSearchParams()
  const options: Record<string, unknown> = { container }
  for (const [from, to] of Object.entries(streamNames)) {
    if (!readFlag(query, from)) continue
    passed.set(to, '1')
    options[from] = true
  }
  if (name === 'exec') {
    const command = query.getAll('command')
    for (const word of command) passed.append('command', word)
    options['command'] = command
  }
  const path = `/${name}/${textAt(pod, 'metadata', 'namespace')}/${pod.metadata.name}/${container}`
  return { path, query: passed, optionsKind: name === 'exec' ? 'PodExecOptions' : 'PodAttachOptions', options }
}

async function passOn(
  { access, admit, pathOf }: Endpoint,
  request: ApiRequest,
  context: RequestContext,
): Promise<Answer> {
  const { namespace, name } = context.info
  const pod = podOf(access.registry, namespace, name)
  const { path, query, optionsKind, options } = pathOf(pod, request.query)
  await admit(context, optionsKind, options)
  const node = nodeOf(pod)
  if (node === '') throw badRequest(`pod ${name} does not have a host assigned`)
  checkStreams(path, query)
  upgradeKind(request)
  return await access.nodes.connect(node, path, deriveRequest(request, { path, query }))
}

/** What the kubelet refuses before it looks at the upgrade. */
function checkStreams(path: string, query: URLSearchParams): void {
  if (path.startsWith('/portForward')) return
  if (path.startsWith('/exec') && query.getAll('command').length === 0)
    throw badRequest('you must specify at least 1 command for the container')
  if (!query.has('input') && !query.has('output') && !query.has('error'))
    throw badRequest('you must specify at least 1 of stdin, stdout, stderr')
}
