import { Duplex, type Readable, type Writable } from 'node:stream'
import { badRequest } from '#kube'
import { answerHandshake, ChannelSocket, channelProtocols, type Handshake } from '#websocket'
import type { Answer, ApiRequest } from '../contract/http.ts'
import { joined, type PortForwardOptions } from './forwarding.ts'
import { takeOver } from './upgrade.ts'

/**
 * Forwards the ports of the query on websocket channels: two for each port, data and error, and both begin with the port
 * as two bytes, low one first. Throws 400 for ports that are none.
 */
export function servePortChannels(
  request: ApiRequest,
  agreed: Omit<Handshake, 'head'>,
  options: PortForwardOptions,
): Answer {
  const ports = readPorts(request.query)
  const protocol = channelProtocols.get(agreed.protocol)
  if (protocol === undefined) throw badRequest('bad websocket handshake')
  const { socket, head } = takeOver(request)
  const channels = new ChannelSocket(socket, protocol, 'server')
  const streams = ports.map((_port, at) => duplexOf(channels.input(at * 2), channels.output(at * 2)))
  answerHandshake(socket, agreed)
  channels.start(head)
  for (const [at, port] of ports.entries()) {
    const bytes = Buffer.from([port & 0xff, port >> 8])
    channels.send(at * 2, bytes)
    channels.send(at * 2 + 1, bytes)
  }
  const all = streams.map((stream, at) => forward(stream, { channels, at, port: ports[at] ?? 0 }, options))
  void Promise.all(all).then(() => channels.close())
  return { taken: true }
}

/** Ports of a query: `ports=80,443`, or several times. Throws 400. */
export function readPorts(query: URLSearchParams): readonly number[] {
  const texts = query.getAll('ports').flatMap((value) => value.split(','))
  if (texts.join('').trim() === '') throw badRequest('query parameter "ports" is required')
  return texts.map((text) => {
    const port = Number(text.trim())
    if (!/^\d+$/.test(text.trim()) || port > 65_535)
      throw badRequest(`unable to parse ${JSON.stringify(text)} as a port`)
    if (port === 0) throw badRequest(`port ${JSON.stringify(text)} must be > 0`)
    return port
  })
}

interface Place {
  readonly channels: ChannelSocket
  readonly at: number
  readonly port: number
}

async function forward(client: Duplex, { channels, at, port }: Place, options: PortForwardOptions): Promise<void> {
  client.on('error', () => {})
  try {
    await joined(client, await options.connect(port, channels.closed), channels.closed)
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem)
    channels.send(at * 2 + 1, Buffer.from(`error forwarding port ${port}: ${why}`))
  }
}

function duplexOf(readable: Readable, writable: Writable): Duplex {
  return Duplex.from({ readable, writable } as unknown as Iterable<unknown>)
}
