import { PassThrough } from 'node:stream'
import {
  type Answer,
  type ApiRequest,
  type NodeConnector,
  readCommandStreams,
  servePortForward,
  serveRemoteCommand,
} from '#apiserver'
import { type Clock, internalError } from '#kube'
import { runProgram } from './program.ts'

/**
 * The way to the simulated node: commands are those of `runProgram`, attaching and forwarded ports give back what they
 * get, logs are empty. Other nodes do not answer.
 */
export function simulatedConnector(name: string, clock: Clock): NodeConnector {
  return {
    connect: (node, path, request) => {
      const [, route = '', , pod = ''] = path.split('/')
      const serve = node === name && Object.hasOwn(routes, route) ? routes[route] : undefined
      if (serve !== undefined) return Promise.resolve(serve(request, { clock, pod }))
      const reason = `dial tcp: lookup ${node}: connect: connection refused`
      return Promise.reject(internalError(`Get "https://${node}:10250${path}": ${reason}`))
    },
  }
}

interface Target {
  readonly clock: Clock
  readonly pod: string
}

type Route = (request: ApiRequest, target: Target) => Answer

const routes: Readonly<Record<string, Route>> = {
  exec: (request, target) => runIn(request, target, request.query.getAll('command')),
  attach: (request, target) => runIn(request, target, ['cat']),
  portForward: (request, { clock }) =>
    servePortForward(request, { clock, connect: () => Promise.resolve(new PassThrough()) }),
  containerLogs: ({ query }) => {
    const head = { status: 200, headers: { 'content-type': 'text/plain' } }
    return query.get('follow') === 'true' ? { ...head, serve: ({ closed }) => endOf(closed) } : { ...head, body: '' }
  },
  healthz: () => ({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' }),
}

function runIn(request: ApiRequest, { clock, pod }: Target, command: readonly string[]): Answer {
  const streams = readCommandStreams(request.query)
  return serveRemoteCommand(request, {
    streams,
    clock,
    run: (opened) => runProgram(command, { streams: opened, clock, host: pod }),
  })
}

function endOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
