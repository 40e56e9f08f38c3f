import { badRequest } from '#kube'
import { channelProtocols } from '#websocket'
import type { Answer, ApiRequest } from '../contract/http.ts'
import { joined, type PortForwardOptions } from './forwarding.ts'
import { servePortChannels } from './port-channels.ts'
import { SpdyConnection } from './spdy/connection.ts'
import type { SpdyStream } from './spdy/stream.ts'
import { agreeSpdy, agreeWebSocket, isWebSocket, spdyAnswer, takeOver, upgradeKind } from './upgrade.ts'
import { type ByteWire, socketWire, webSocketWire } from './wire.ts'

/**
 * The node's end of port-forward: SPDY/3.1, the same inside a websocket, or websocket channels with the ports in the
 * query. Throws 400 and 403 for handshakes that are none.
 */
export function servePortForward(request: ApiRequest, options: PortForwardOptions): Answer {
  if (!isWebSocket(request)) {
    if (upgradeKind(request) === 'spdy') serveStreams(spdyWire(request), options)
    return { taken: true }
  }
  const agreed = agreeWebSocket(request, (name) => name === tunnelProtocol || channelProtocols.has(name))
  if (agreed.protocol !== tunnelProtocol) return servePortChannels(request, agreed, options)
  const { socket, head } = takeOver(request)
  serveStreams(webSocketWire(socket, { ...agreed, head }), options)
  return { taken: true }
}

const protocolName = 'portforward.k8s.io'
const tunnelProtocol = `SPDY/3.1+${protocolName}`

/** How long the second stream of a pair may take. */
const pairTimeoutMs = 30_000

function spdyWire(request: ApiRequest): ByteWire {
  const protocol = agreeSpdy(request, [protocolName])
  if (protocol === '') throw badRequest('unable to upgrade: no protocol version')
  const { socket, head } = takeOver(request)
  socket.write(spdyAnswer(protocol))
  return socketWire(socket, head)
}

interface Pair {
  readonly data?: SpdyStream
  readonly error?: SpdyStream
  readonly stopTimer: () => void
}

/** Every connection is a pair of streams, data and error, with one `requestID`. */
function serveStreams(wire: ByteWire, options: PortForwardOptions): void {
  const pairs = new Map<string, Pair>()
  const connection = new SpdyConnection(wire, (stream) => {
    const { streamtype: type, requestid: id = String(pairKey(stream)) } = stream.headers
    if ((type !== 'data' && type !== 'error') || portOf(stream) === undefined) return false
    const known = pairs.get(id)
    if (known?.[type] !== undefined) return false
    const stopTimer = known?.stopTimer ?? options.clock.setTimer(pairTimeoutMs, () => pairs.delete(id))
    const pair: Pair = { ...known, [type]: stream, stopTimer }
    pairs.set(id, pair)
    if (pair.data === undefined || pair.error === undefined) return true
    pairs.delete(id)
    stopTimer()
    void forward(pair.data, pair.error, connection, options)
    return true
  })
  connection.start()
}

/** Old clients send no request ids: their data stream follows the error stream. */
function pairKey({ id, headers }: SpdyStream): number {
  return headers['streamtype'] === 'data' ? id - 2 : id
}

function portOf({ headers }: SpdyStream): number | undefined {
  const port = Number(headers['port'])
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined
}

async function forward(
  data: SpdyStream,
  error: SpdyStream,
  connection: SpdyConnection,
  options: PortForwardOptions,
): Promise<void> {
  const port = portOf(data) ?? 0
  error.resume()
  try {
    const target = await options.connect(port, connection.closed)
    await joined(data, target, connection.closed)
    error.end()
  } catch (problem) {
    error.end(`error forwarding port ${port}: ${problem instanceof Error ? problem.message : String(problem)}`)
    data.end()
    data.resume()
  }
}
