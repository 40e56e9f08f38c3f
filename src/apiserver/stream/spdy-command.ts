import { finished } from 'node:stream'
import type { ApiRequest } from '../contract/http.ts'
import { endOf, endText } from './command-end.ts'
import type { CommandOptions, CommandStreams, RemoteStreams, TerminalSize } from './remote.ts'
import { SpdyConnection } from './spdy/connection.ts'
import type { SpdyStream } from './spdy/stream.ts'
import { readSizes } from './terminal.ts'
import { agreeSpdy, spdyAnswer, takeOver } from './upgrade.ts'
import { socketWire } from './wire.ts'

/** Serves a command on SPDY streams. Throws 403 when no version of the protocol is known to both. */
export function serveSpdyCommand(request: ApiRequest, options: CommandOptions): void {
  const protocol = agreeSpdy(request, protocols)
  const { socket, head } = takeOver(request)
  socket.write(spdyAnswer(protocol))
  const streams = new Map<string, SpdyStream>()
  const wanted = wantedTypes(options.streams, protocol)
  const connection = new SpdyConnection(socketWire(socket, head), (stream) => {
    const type = (stream.headers['streamtype'] ?? '').toLowerCase()
    if (!wanted.has(type) || streams.has(type)) return false
    streams.set(type, stream)
    if (streams.size === wanted.size) {
      stopTimer()
      void serve(connection, streams, protocol, options)
    }
    return true
  })
  const stopTimer = options.clock.setTimer(creationTimeoutMs, () => connection.close())
  connection.closed.addEventListener('abort', stopTimer, { once: true })
  connection.start()
}

const protocols = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io']

/** How long a client may take to open its streams. */
const creationTimeoutMs = 30_000

/** Terminals can be resized from version 3 on. */
function wantedTypes({ stdin, stdout, stderr, tty }: CommandStreams, protocol: string): ReadonlySet<string> {
  const types = ['error']
  if (stdin) types.push('stdin')
  if (stdout) types.push('stdout')
  if (stderr && !tty) types.push('stderr')
  if (tty && (protocol.startsWith('v3') || protocol.startsWith('v4'))) types.push('resize')
  return new Set(types)
}

async function serve(
  connection: SpdyConnection,
  streams: ReadonlyMap<string, SpdyStream>,
  protocol: string,
  { run }: CommandOptions,
): Promise<void> {
  for (const type of ['stdout', 'stderr', 'error']) streams.get(type)?.resume()
  const end = await endOf(() => run(remoteStreams(connection, streams)))
  await Promise.all(['stdout', 'stderr'].map((type) => ended(streams.get(type), '')))
  await ended(streams.get('error'), endText(end, protocol.startsWith('v4')))
  connection.close()
}

function remoteStreams(connection: SpdyConnection, streams: ReadonlyMap<string, SpdyStream>): RemoteStreams {
  const [stdin, stdout, stderr, resize] = ['stdin', 'stdout', 'stderr', 'resize'].map((type) => streams.get(type))
  const listeners: ((size: TerminalSize) => void)[] = []
  if (resize !== undefined)
    readSizes(resize, (size) => {
      for (const listener of listeners) listener(size)
    })
  return {
    ...(stdin !== undefined && { stdin }),
    ...(stdout !== undefined && { stdout }),
    ...(stderr !== undefined && { stderr }),
    onResize: (listener) => void listeners.push(listener),
    closed: connection.closed,
  }
}

/** Writes the last of a stream and resolves when it is on its way. */
function ended(stream: SpdyStream | undefined, text: string): Promise<void> {
  if (stream === undefined || stream.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    finished(stream, { readable: false }, () => resolve())
    stream.end(text)
  })
}
