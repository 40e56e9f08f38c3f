import type { Duplex } from 'node:stream'
import {
  type Answer,
  type ApiRequest,
  type NodeConnector,
  readCommandStreams,
  servePortForward,
  serveRemoteCommand,
} from '#apiserver'
import { badRequest, type Clock, internalError } from '#kube'
import type { ContainerRuntime, FoundContainer, Kubelets, LogOrder } from '#kubelet'

/** What the ways to nodes lead to. */
export interface ConnectorOptions {
  readonly kubelets: Kubelets
  readonly runtime: ContainerRuntime
  readonly nodes: ReadonlySet<string>
  readonly clock: Clock
}

/** The way to the nodes of this process: what a kubelet serves, without HTTP. Other nodes do not answer. */
export function localConnector(options: ConnectorOptions): NodeConnector {
  return {
    connect: async (node, path, request) => {
      const [, route = '', namespace = '', pod = '', container = ''] = path.split('/').map(decodeURIComponent)
      const serve = options.nodes.has(node) && Object.hasOwn(routes, route) ? routes[route] : undefined
      if (serve !== undefined) return await serve(request, { ...options, node, namespace, pod, container })
      const reason = `dial tcp: lookup ${node}: connect: connection refused`
      throw internalError(`Get "https://${node}:10250${path}": ${reason}`)
    },
  }
}

interface Target extends ConnectorOptions {
  readonly node: string
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

type Route = (request: ApiRequest, target: Target) => Answer | Promise<Answer>

const routes: Readonly<Record<string, Route>> = {
  exec: (request, target) => {
    const { id } = runningContainer(target)
    const command = request.query.getAll('command')
    return serveStreams(request, target, (streams) => target.runtime.exec(id, command, streams))
  },
  attach: (request, target) => {
    const { id } = runningContainer(target)
    return serveStreams(request, target, (streams) => target.runtime.attach(id, streams))
  },
  portForward: (request, target) => {
    const sandbox = target.kubelets.findSandbox(target)
    if (sandbox === undefined || sandbox === '')
      throw internalError(`pod not found ("${target.pod}_${target.namespace}")`)
    const connect = (port: number, signal: AbortSignal): Promise<Duplex> =>
      target.runtime.openPort(sandbox, port, signal)
    return servePortForward(request, { clock: target.clock, connect })
  },
  containerLogs: (request, target) => serveLog(request, target),
  healthz: () => ({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' }),
}

function serveStreams(
  request: ApiRequest,
  { clock }: Target,
  run: Parameters<typeof serveRemoteCommand>[1]['run'],
): Answer {
  return serveRemoteCommand(request, { streams: readCommandStreams(request.query), clock, run })
}

function runningContainer(target: Target): FoundContainer {
  const found = target.kubelets.find(target)
  if (found?.isRunning === true) return found
  throw internalError(`container not found ("${target.container}")`)
}

function serveLog(request: ApiRequest, target: Target): Answer {
  const { query } = request
  const found = target.kubelets.find(target)
  const isPrevious = query.get('previous') === 'true'
  const id = logId(found, target, isPrevious)
  const head = { status: 200, headers: { 'content-type': 'text/plain' } }
  return {
    ...head,
    serve: async (sink) => {
      for await (const text of target.runtime.readLog(id, logOrder(query, target.clock, sink.closed)))
        if (!sink.write(text)) await sink.drained()
    },
  }
}

/** Throws 400 in the kubelet's words where there is no log. */
function logId(found: FoundContainer | undefined, { container, pod }: Target, isPrevious: boolean): string {
  if (isPrevious) {
    const previous = found === undefined || found.isRunning || found.waiting === '' ? found?.previousId : found.id
    if (previous === undefined || previous === '')
      throw badRequest(`previous terminated container "${container}" in pod "${pod}" not found`)
    return previous
  }
  if (found === undefined || found.id === '') {
    const why = found?.waiting || 'ContainerCreating'
    const tail = PULLS.has(why) ? `trying and failing to pull image` : `waiting to start: ${why}`
    throw badRequest(`container "${container}" in pod "${pod}" is ${PULLS.has(why) ? 'waiting to start: ' : ''}${tail}`)
  }
  return found.id
}

const PULLS: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff'])

function logOrder(query: URLSearchParams, clock: Clock, signal: AbortSignal): LogOrder {
  const number = (name: string): number | undefined => {
    const text = query.get(name)
    return text === null || text === '' ? undefined : Number(text)
  }
  const sinceSeconds = number('sinceSeconds')
  const sinceTime = query.get('sinceTime')
  const sinceMs = sinceSeconds === undefined ? timeOf(sinceTime) : clock.now() - sinceSeconds * 1000
  const stream = query.get('stream')
  const [tailLines, limitBytes] = [number('tailLines'), number('limitBytes')]
  return {
    isFollowing: query.get('follow') === 'true',
    hasTimestamps: query.get('timestamps') === 'true',
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(sinceMs !== undefined && { sinceMs }),
    ...(stream === 'Stdout' && { stream: 'stdout' as const }),
    ...(stream === 'Stderr' && { stream: 'stderr' as const }),
    signal,
  }
}

function timeOf(text: string | null): number | undefined {
  const time = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
