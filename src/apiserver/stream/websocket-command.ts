import { finished, type Writable } from 'node:stream'
import { answerHandshake, ChannelSocket, channelProtocols } from '#websocket'
import type { ApiRequest } from '../contract/http.ts'
import { endOf, endText } from './command-end.ts'
import type { CommandOptions, CommandStreams, RemoteStreams, TerminalSize } from './remote.ts'
import { readSizes } from './terminal.ts'
import { agreeWebSocket, takeOver } from './upgrade.ts'

/** Serves a command on the channels of a websocket. Throws 400 and 403 for handshakes that are none. */
export function serveWebSocketCommand(request: ApiRequest, { streams: wanted, run }: CommandOptions): void {
  const agreed = agreeWebSocket(request, (name) => channelProtocols.has(name))
  const protocol = channelProtocols.get(agreed.protocol)
  if (protocol === undefined) return
  const { socket, head } = takeOver(request)
  const channels = new ChannelSocket(socket, protocol, 'server')
  const streams = openStreams(channels, wanted)
  answerHandshake(socket, agreed)
  channels.start(head)
  // Clients wait for a first message to know that they are connected.
  channels.send(firstOutput(wanted), new Uint8Array())
  void endOf(() => run(streams)).then(async (end) => {
    await Promise.all([flushed(streams.stdout), flushed(streams.stderr)])
    const text = endText(end, protocol.name.startsWith('v'))
    if (text !== '') channels.send(channelNumbers.error, Buffer.from(text))
    channels.close()
  })
}

const channelNumbers = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const

function openStreams(channels: ChannelSocket, wanted: CommandStreams): RemoteStreams {
  const resize = channels.input(channelNumbers.resize)
  const listeners: ((size: TerminalSize) => void)[] = []
  readSizes(resize, (size) => {
    for (const listener of listeners) listener(size)
  })
  return {
    ...(wanted.stdin && { stdin: channels.input(channelNumbers.stdin) }),
    ...(wanted.stdout && { stdout: channels.output(channelNumbers.stdout) }),
    ...(wanted.stderr && !wanted.tty && { stderr: channels.output(channelNumbers.stderr) }),
    onResize: (listener) => void listeners.push(listener),
    closed: channels.closed,
  }
}

function firstOutput({ stdout, stderr }: CommandStreams): number {
  if (stdout) return channelNumbers.stdout
  return stderr ? channelNumbers.stderr : channelNumbers.error
}

/** Resolves when everything written to a stream is on its way. */
function flushed(stream: Writable | undefined): Promise<void> {
  if (stream === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    finished(stream, { readable: false }, () => resolve())
    stream.end()
  })
}
